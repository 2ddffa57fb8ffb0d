#!/usr/bin/env python3
"""Reads generated files back by their recorded habits and compares with cases.json.

Shares the words of months with the generator, nothing else: bytes, lines, cells, dates, numbers
and value at risk are read and computed anew.
"""
import csv
import gzip
import io
import json
import os
import re
import sys
from datetime import date, datetime, timedelta

import words

GROUPS = {"YYYY": r"(?P<y>\d{4})", "YY": r"(?P<y>\d\d)", "MM": r"(?P<m>\d\d)",
          "M": r"(?P<m>\d\d?)", "DD": r"(?P<d>\d\d)", "D": r"(?P<d>\d\d?)",
          "Mon": r"(?P<n>[^\W\d]+)", "MON": r"(?P<n>[^\W\d]+)", "Month": r"(?P<n>[^\W\d]+)",
          "Ddd": r"[^\W\d]+"}


def day_pattern(form):
    parts = re.split(r"(YYYY|YY|Month|MON|Mon|MM|M|Ddd|DD|D)", form.replace(" de ", "\0"))
    text = "".join(GROUPS.get(p) or re.escape(p) for p in parts)
    return text.replace(re.escape("\0"), " de ").replace("\0", " de ")


def stamp_of(text, form, language):
    """A date, or a UTC time where the text has one."""
    scale = {"epoch-s": 0, "epoch-ms": 3, "epoch-us": 6, "epoch-ns": 9}
    if form in scale:
        seconds = int(text.partition(".")[0]) // 10 ** scale[form]
        return datetime(1970, 1, 1) + timedelta(seconds=seconds)
    if form == "excel":
        return date(1899, 12, 30) + timedelta(days=int(text))
    match = re.match(day_pattern(form), text)
    groups = match.groupdict()
    year = int(groups["y"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    number = int(groups["m"]) if groups.get("m") else month_of(groups["n"], language)
    day = date(year, number, int(groups.get("d") or 1))
    return with_clock(day, text[match.end():])


def month_of(name, language):
    for table in (words.SHORT_MONTHS, words.LONG_MONTHS):
        names = [n.lower() for n in table[language].split()]
        if name.lower() in names:
            return names.index(name.lower()) + 1
    raise ValueError(name)


def with_clock(day, rest):
    rest = rest.strip(" T")
    if not rest:
        return day
    half = re.search("[AP]M", rest)
    digits = [int(x) for x in re.findall(r"\d\d?(?=\D|$|\d\d)", re.split(r"[+Z.]|(?<=\d)-(?=\d)",
                                                                     rest)[0])]
    hour, minute, second = (digits + [0, 0])[:3]
    if half:
        hour = hour % 12 + (12 if half.group() == "PM" else 0)
    out = datetime(day.year, day.month, day.day, hour, minute, second)
    zone = re.search(r"([+-])(\d\d):?(\d\d)$", rest)
    if zone and not half:
        east = timedelta(hours=int(zone.group(2)), minutes=int(zone.group(3)))
        out = (out, -east if zone.group(1) == "+" else east)
    return out


def number_of(text, decimal):
    text = re.sub(r"[^\d.,eE+-]", "", re.sub(r"EUR|[^\x00-\x7f]|zł", "", text))
    text = text.replace("," if decimal == "." else ".", "").replace(",", ".")
    return float(text)


def table_of(path, case):
    habits = case["habits"]
    with open(path, "rb") as handle:
        data = handle.read()
    if habits["compression"] == "gzip":
        data = gzip.decompress(data)
    name = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(habits["encoding"],
                                                            habits["encoding"])
    text = data.decode(name).replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(text.split("\n")[case["skippedLines"]:])
    rows = csv.reader(io.StringIO(text), delimiter=habits["delimiter"],
                      skipinitialspace=habits["padding"])
    return [r for r in rows if any(c.strip() for c in r) and not re.match("# [a-zA-Z0-9]", r[0])]


def prices_of(case, rows):
    """{instrument: {stamp: price}} of the rows below the header."""
    habits, columns = case["habits"], case["columns"]
    roles = [c[0] for c in columns]
    if habits["header"]:
        rows = rows[3 if case["shape"] == "yfinance" else 1:]
    out = {}
    for k, row in enumerate(rows):
        if len(row) < len(columns) or not re.search(r"\d", "".join(row)) or "©" in row[0]:
            continue
        if "date" in roles:
            text = row[roles.index("date")]
            text += " " + row[roles.index("time")] if "time" in roles else ""
            language = habits["month names"]
            stamp = stamp_of(text, habits["date"], language if language != "none" else "en")
        else:
            stamp = date(1900, 1, 1) + timedelta(days=k)
        sides = [c for c, role in enumerate(roles) if role in ("bid", "ask")]
        for c, role in enumerate(roles):
            if role != "close" and c not in sides[:1]:
                continue
            name = case["instruments"][columns[c][2]]
            if case["shape"].startswith("long"):
                name = row[roles.index("symbol")]
            if row[c] == habits["missing"]:
                continue
            value = number_of(row[c], habits["decimal"])
            if sides:
                value = (value + number_of(row[sides[1]], habits["decimal"])) / 2
            out.setdefault(name, {})[stamp] = value
    return out


def instant(stamp, daily):
    """Comparable text of a stamp: a local date for daily bars, a UTC time for others."""
    local, shift = stamp if isinstance(stamp, tuple) else (stamp, timedelta())
    if daily:
        return local.isoformat()[:10]
    return (local + shift).strftime("%Y-%m-%dT%H:%M:%SZ")


def check(folder, case):
    """List of what differs."""
    found = prices_of(case, table_of(os.path.join(folder, case["file"]), case))
    wrong = []
    if set(found) != set(case["instruments"]):
        return [f"instruments {sorted(found)}"]
    for name, series in found.items():
        first = case["firstDate"][name]
        daily = first is None or len(first) == 10
        texts = {instant(s, daily): p for s, p in series.items()}
        order = sorted(texts)
        prices = [texts[s] for s in order]
        returns = sorted(b / a - 1 for a, b in zip(prices, prices[1:]))
        rank = -(-99 * len(returns) // 100)
        facts = {"rows": len(prices), "lastPrice": prices[-1],
                 "historicalLong": -returns[len(returns) - rank],
                 "historicalShort": returns[rank - 1]}
        if first:
            cut = 7 if case["monthly"] else 20
            if order[0][:cut] != first[:cut] or order[-1][:cut] != case["lastDate"][name][:cut]:
                wrong.append(f"{name}: dates {order[0]} to {order[-1]}")
        for key, value in facts.items():
            if abs(value - case[key][name]) > 1.1e-6 * max(1, abs(value)):
                wrong.append(f"{name}: {key} {value}, not {case[key][name]}")
    return wrong


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "cases.json"), encoding="utf-8") as handle:
        cases = json.load(handle)
    bad = 0
    for case in cases:
        try:
            wrong = check(folder, case)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
            wrong = [f"{type(error).__name__} {error}"]
        if wrong:
            bad += 1
            print(f"{case['file']}: {'; '.join(wrong[:2])}")
    print(f"{len(cases) - bad} of {len(cases)} files hold what cases.json says")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
