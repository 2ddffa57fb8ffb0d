#!/usr/bin/env python3
"""Mutates generated files and looks for crashes, hangs and numbers that the text does not hold.

Of each file `calibrate` reports the last date and price an instrument; with --panel, where the
tool has `data convert`, every date and price is checked. A pair is sound if one line of the
mutated text holds the price as a whole cell, under any decimal sign, and the date in any form.
"""
import argparse
import csv
import datetime as dt
import gzip
import io
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import zlib
from collections import Counter

import dates
import generate
import judge
import mutations
import shapes
import words


# What the mutated text holds.

def text_lines(data, case):
    """Lines of the mutated text, in each encoding that a reader may take it for."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, ValueError, zlib.error):
            return []
    out = []
    for name in {case["habits"]["encoding"].replace("-sig", ""), "utf-8", "iso-8859-1"}:
        text = data.decode(name, "replace").replace("\ufeff", "")
        out += re.split(r"[\r\n]+", text)
        out += re.split(r"\n", text.replace("\r\n", "\n")) if "\r" in text else []
    return out


def cells_of(line):
    """Texts that some reader may take for a cell of the line."""
    out = set()
    for delimiter in ",;\t|":
        out |= set(line.split(delimiter))
        if '"' not in line:
            continue
        try:
            for row in csv.reader(io.StringIO(line), delimiter=delimiter):
                out |= set(row)
        except csv.Error:
            pass
    return out


def numbers_of(cell):
    """Values that a reader may see in one cell."""
    text = re.sub(r"[\s'’$€£¥%\"\x00]|EUR|USD|zł", "", cell)
    match = re.fullmatch(r"\(?([+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?)\)?([KMBkmb]?)", text)
    if not match:
        return
    scale = {"": 1, "k": 1e3, "m": 1e6, "b": 1e9}[match.group(2).lower()]
    body = match.group(1)
    for reading in {body, body.replace(",", ""), body.replace(".", "").replace(",", ".")}:
        try:
            yield float(reading) * scale
        except ValueError:
            continue


def digits(value):
    """A value to nine digits, to look it up by."""
    return f"{value:.8e}"


def lines_by_price(lines, case):
    """Lines of the text by each value that they hold."""
    out = {}
    for line in set(lines):
        values = {v * s for c in cells_of(line) for v in numbers_of(c) for s in case["priceScales"]}
        if case["eitherSide"]:
            values |= {(a + b) / 2 for a in values for b in values}
        for value in values:
            out.setdefault(digits(value), []).append(line)
    return out


def holds_date(line, day):
    """Whether a line holds a date, or its neighbor in another zone, in any form."""
    runs = [int(r) for r in re.findall(r"\d{1,19}", line)]
    lower = line.lower()
    for near in (day - dt.timedelta(days=1), day, day + dt.timedelta(days=1)):
        start = int(dt.datetime.combine(near, dt.time()).replace(
            tzinfo=dt.timezone.utc).timestamp())
        if any(start <= r // scale < start + 86400 for r in runs
               for scale in dates.EPOCHS.values()):
            return True
        compact = int(near.strftime("%Y%m%d"))
        if any(r in (compact, near.toordinal() - 693594) or str(r)[:8] == str(compact)
               for r in runs):
            return True
        year = near.year in runs or near.year % 100 in runs
        named = any(words.month(language, near.month, long).lower() in lower
                    for language in words.LANGUAGES for long in (False, True))
        month = named or near.month in runs
        edge = near.day == 1 or (near + dt.timedelta(days=1)).day == 1
        joined = re.search(rf"(?<!\d){near.day:02}[a-z]{{3}}{near.year}", lower)
        if year and month and (near.day in runs or edge) or joined:
            return True
    return False


def likely(lines, pairs, case):
    """Lines that may hold one of a few prices, by their first digits."""
    if len(pairs) > 20 or case["eitherSide"]:
        return lines
    wanted = {f"{abs(p):.5e}".split("e")[0].replace(".", "").rstrip("0")[:5] for _, p in pairs}
    return [line for line in lines
            if any(w in re.sub(r"\D", "", line) for w in wanted)]


def unsound(pairs, data, case):
    """The first (date, price) that no line of the text holds, or None.

    A quote that a mutation opened may join lines, so that a file with quotes is one line too.
    """
    if not pairs:
        return None
    lines = text_lines(data, case)
    if any(line.count('"') % 2 for line in lines):
        lines.append(" ".join(lines))
    index = lines_by_price(likely(lines, pairs, case), case)
    for day, price in pairs:
        around = [price * (1 + k * 2e-9) for k in (-1, 0, 1)]
        at = [line for p in around for line in index.get(digits(p), [])]
        if not any(day is None or holds_date(line, day) for line in at):
            return day, price
    return None


# What the tool made of it.

def day_of(text):
    return dt.date.fromisoformat(text[:10]) if text and re.match(r"\d{4}-\d\d-\d\d", text) else None


def last_pairs(document):
    return [(day_of(x.get("asOf")), x["price"]) for x in document.get("instruments", [])
            if isinstance(x.get("price"), (int, float))]


def panel_pairs(text):
    """(date, price) pairs of a converted panel, wide or long."""
    rows = list(csv.reader(io.StringIO(text)))
    if len(rows) < 2:
        return []
    names = [h.lower() for h in rows[0]]
    wanted = [k for k, h in enumerate(names) if h in ("close", "price")] if {
        "instrument", "symbol"} & set(names) else range(1, len(names))
    dated = "date" in names[0] or "time" in names[0]
    out = []
    for row in rows[1:]:
        for k in wanted:
            if k < len(row) and row[k]:
                out.append((day_of(row[0]) if dated else None, float(row[k])))
    return out


def run(margin, path, panel):
    """(name of the failure or None, pairs, answer of calibrate)."""
    document = {}
    commands = [["calibrate", path, *judge.MODEL]] + ([["data", "convert", path]] if panel else [])
    pairs = []
    for command in commands:
        try:
            process = subprocess.run([margin, *command], capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            return f"hang in {command[0]}", [], {}
        if process.returncode < 0 or process.returncode > 3:
            return f"crash in {command[0]}: exit {process.returncode}", [], {}
        out = process.stdout.decode("utf-8", "replace")
        if command[0] == "data":
            pairs += panel_pairs(out) if process.returncode == 0 else []
        elif out:
            document = json.loads(out)
            pairs += last_pairs(document)
    return None, pairs, document


def trial(task):
    """Outcomes of the mutations of one clean file."""
    margin, seed, index, each, panel, keep = task
    file, clean, case = generate.build(seed, index, sorted(shapes.SHAPES))
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, file)
        write(path, clean)
        plain = run(margin, path, False)[2]
        batch = {}
        for k in range(each):
            rng = random.Random(f"{seed}/{index}/{k}")
            data = mutations.other_volume(rng, clean, case) if k == 0 else None
            batch[f"{k:03}-{file}"] = mutations.mutated(rng, clean, case) if data is None else (
                data, ["volume only"])
        for name, (data, _) in batch.items():
            write(os.path.join(folder, name), data)
        refused = refused_together(margin, folder, list(batch))
        for name, (data, done) in batch.items():
            outcome = "refused" if name in refused else single(
                margin, os.path.join(folder, name), data, case, panel,
                plain if done == ["volume only"] else None)
            outcomes.append((outcome, name, ", ".join(done)))
            if outcome not in ("read", "refused") and keep:
                os.makedirs(keep, exist_ok=True)
                write(os.path.join(keep, name), data)
    return outcomes


def refused_together(margin, folder, names):
    """Files that one call on all of them refuses by name; none if it crashes or hangs."""
    try:
        process = subprocess.run([margin, "calibrate", *names, *judge.MODEL], cwd=folder,
                                 capture_output=True, text=True, errors="replace", timeout=60)
    except subprocess.TimeoutExpired:
        return set()
    if process.returncode != 2 or process.stdout.strip():
        return set()
    return {n for n in names if re.search(rf"^margin: {re.escape(n)}[,:]", process.stderr, re.M)}


def single(margin, path, data, case, panel, same_as):
    """Outcome of one mutated file; same_as: the answer that it must not change."""
    failure, pairs, document = run(margin, path, panel)
    if failure:
        return failure
    wrong = unsound(pairs, data, case)
    if wrong:
        return f"not in the text: {wrong[1]} of {wrong[0]}"
    if same_as is not None and results(document) != results(same_as):
        return "a volume changes the result"
    return "read" if pairs else "refused"


def write(path, data):
    with open(path, "wb") as handle:
        handle.write(data)


def results(document):
    """What an answer says of each instrument, without notes and names (those of the files)."""
    return [{k: x.get(k) for k in ("asOf", "price", "observations", "long", "short")}
            for x in document.get("instruments", [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("margin", help="executable")
    parser.add_argument("--seed", default="1", help="random seed")
    parser.add_argument("--count", type=int, default=1000, help="number of mutated files")
    parser.add_argument("--each", type=int, default=20, help="mutated files of each clean file")
    parser.add_argument("--panel", action="store_true", help="check every price, not the last")
    parser.add_argument("--keep", help="folder for the files that fail")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="parallel processes")
    arguments = parser.parse_args()
    margin = os.path.abspath(arguments.margin)
    count = -(-arguments.count // arguments.each)
    tasks = [(margin, arguments.seed, k, arguments.each, arguments.panel, arguments.keep)
             for k in range(count)]
    counts = Counter()
    with multiprocessing.Pool(arguments.jobs) as pool:
        for outcomes in pool.imap_unordered(trial, tasks):
            for outcome, file, done in outcomes:
                counts[outcome if outcome in ("read", "refused") else "failed"] += 1
                if outcome not in ("read", "refused"):
                    print(f"{file}: {outcome} ({done})", flush=True)
    print(", ".join(f"{n} {w}" for w, n in counts.most_common()))
    sys.exit(1 if counts["failed"] else 0)


if __name__ == "__main__":
    main()
