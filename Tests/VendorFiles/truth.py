"""What is true of a file: prices, VaR, decidability, findings, and the options that settle it."""
import datetime as dt
from decimal import Decimal

import amounts
import dates
import history as walks
import table

# Tickers that read like the header of a column.
TRICKY = "LOW LAST OPEN ID NO DAY VOL NOW ALL ON CASH TIME DATE1 MAR MAY COST SO".split()


def moment(stamp):
    return stamp.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(stamp, dt.datetime) \
        else stamp.isoformat()


def truth(item, drawn, shape):
    """Kept stamps, prices and VaR of one instrument."""
    kept = [k for k in range(len(item.stamps)) if k not in item.missing]
    factor = 10000 if drawn["numbers"] == "scaled" else 1
    prices = [float(Decimal(item.close[k]).scaleb(-item.decimals) * factor) for k in kept]
    long, short, count = walks.value_at_risk(prices)
    more, less, _ = walks.value_at_risk(prices, predictive=True)
    gaps = {n for n, (a, b) in enumerate(zip(kept, kept[1:]), 1) if b - a > 1}
    out = {"rows": len(kept), "lastPrice": prices[-1], "historicalLong": round(long, 6),
           "historicalShort": round(short, 6), "calibrateLong": round(more, 6),
           "calibrateShort": round(less, 6), "firstDate": None, "lastDate": None}
    if shape.kind != "undated":
        out.update(firstDate=moment(item.stamps[kept[0]]), lastDate=moment(item.stamps[kept[-1]]))
    if gaps and count - len(gaps) >= 100:
        over = walks.value_at_risk(prices, excluded=gaps)
        next_over = walks.value_at_risk(prices, predictive=True, excluded=gaps)
        out["without gaps"] = {
            "because": "the returns over the gaps excluded", "historicalLong": round(over[0], 6),
            "historicalShort": round(over[1], 6), "calibrateLong": round(next_over[0], 6),
            "calibrateShort": round(next_over[1], 6), "observations": over[2]}
    return out


def decide(shape, drawn, out, body, cells):
    """{"date": …, "number": …}, each clear, grey or open; from the texts in time order."""
    flat = [row for part in body for row in part] if shape.kind == "long" else body
    stamp = next((k for k, c in enumerate(out) if c.role == "date"), None)
    verdict = {"date": "clear", "number": "clear", "column": "clear"}
    if stamp is not None:
        clock = next((k for k, c in enumerate(out) if c.role == "time"), None)
        texts = [row[stamp] + (" " + row[clock] if clock is not None else "") for row in flat]
        verdict["date"] = dates.decidable(drawn, texts)
    margined = {"mid": ("bid", "ask")}.get(shape.price, (shape.price,))
    price_columns = [k for k, c in enumerate(out) if c.role in table.PRICES]
    mark = drawn["missing"]
    closes = [[row[k] for row in part if row[k] != mark]
              for part in (body if shape.kind == "long" else [body])
              for k in price_columns if out[k].role in margined]
    prices = [row[k] for row in flat for k in price_columns if row[k] != mark]
    others = [row[k] for row in flat for k, c in enumerate(out)
              if c.role in ("volume", "percent", "turnover", "marketcap", "change")]
    verdict["number"] = amounts.decidable(drawn, closes, prices, others)
    roles = {c.role for c in out}
    if verdict["date"] == "open" and roles & {"unix", "close time"}:
        verdict["date"] = "grey"    # the epoch beside it decides
    if verdict["number"] == "open" and roles & {"turnover", "marketcap", "percent"}:
        verdict["number"] = "grey"  # price times volume decides
    if shape.name == "headerless-volume" and not drawn["header"]:
        verdict["column"] = "grey"
    return verdict


def settling(drawn, out, shape, skipped):
    """Options of the tool, each with the value that is right for this file."""
    encodings = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
                 "cp1252": "windows-1252"}
    result = {"--delimiter": drawn["delimiter"],
              "--decimal": "comma" if drawn["decimal"] == "," else "point",
              "--encoding": encodings.get(drawn["encoding"], drawn["encoding"].upper()),
              "--skip-lines": str(skipped),
              "--sort": {"ascending": "ascending", "newest first": "descending",
                         "shuffled": "any"}[drawn["order"]],
              "--duplicates": "last", "--time-zone": "UTC"}
    header = {c.role: c.header for c in out}
    if shape.kind != "undated":
        result["--date-format"] = drawn["date"]
        if header["date"] and drawn["header"]:
            result["--date-column"] = header["date"]
    if shape.kind in ("one", "long", "undated") and drawn["header"] and header.get("close"):
        result["--price-column"] = header["close"]
    return result


def findings(drawn, shape, items):
    """(names that must be reported, names that may be)."""
    must = [] if drawn["order"] == "ascending" or shape.kind == "undated" else ["unsorted"]
    if drawn["duplicates"] == "same row":
        must.append("duplicate-date")
    may = ["ignored-column"]
    if any(i.missing for i in items):
        may += ["hole", "missing-prices"]
    if shape.kind in ("wide", "long", "fields", "yfinance"):
        may.append("short-history")
    return must, may


def accepted_names(shape, out, items):
    """Other names under which one instrument may be reported."""
    listed = {items[0].name, "US1." + items[0].name if shape.name == "finam" else items[0].name}
    for c in out:
        if c.role == "close" and (shape.kind in ("wide", "fields") or "SERIES" in c.header):
            listed.add(c.header)
    if shape.name in ("ecb", "ecb-old"):
        listed.add("EXR.D.USD.EUR.SP00.A")
    return sorted(listed)


def recorded(drawn):
    """Habits as the case holds them."""
    named = "mon" in drawn["date"].lower() or "Ddd" in drawn["date"]
    return {**{k: v for k, v in drawn.items() if k != "language"},
            "month names": drawn["month names"] if named else "none"}


def case_of(stem, file, shape, drawn, items, out, verdict, skipped, spread):
    single = len(items) == 1
    labels = [stem] if single else [i.name for i in items]
    facts = {label: truth(item, drawn, shape) for label, item in zip(labels, items)}
    worst = "open" if "open" in verdict.values() else \
        "grey" if "grey" in verdict.values() else "clear"
    must, may = findings(drawn, shape, items)
    case = {"file": file, "kind": shape.name, "shape": shape.name,
            "language": drawn["language"], "decidable": worst, "verdict": verdict,
            "mustRead": True if worst == "clear" else "with option", "instruments": labels}
    for key in ("rows", "firstDate", "lastDate", "lastPrice", "historicalLong",
                "historicalShort", "calibrateLong", "calibrateShort"):
        case[key] = {label: f[key] for label, f in facts.items()}
    settle = settling(drawn, out, shape, skipped)
    case.update({
        "findings": must, "mayFind": may, "mustRefuse": None, "orRead": worst == "grey",
        "orRefuse": drawn["duplicates"] != "none" or any(n in TRICKY for n in labels),
        "names": accepted_names(shape, out, items) if single else [],
        "aliases": {items[c.item].name: c.header for c in out if c.role == "close"}
        if shape.kind == "fields" else {},
        "monthly": drawn["bars"] == "monthly", "priceScales": shape.scales, "settle": settle,
        "skippedLines": skipped, "habits": recorded(drawn),
        "columns": [[c.role, c.header, c.item] for c in out],
        "note": ""})
    alternatives(case, facts, shape, items[0], spread)
    wanted = {"date": "--date-format", "number": "--decimal"}
    case["options"] = [word for part, option in wanted.items() if verdict[part] != "clear"
                       for word in (option, settle[option])]
    return case


def alternatives(case, facts, shape, item, spread):
    """Other right readings: returns over gaps left out, one side of bid and ask alone."""
    case["eitherSide"] = shape.price == "mid"
    case["withoutGaps"] = {n: f["without gaps"] for n, f in facts.items() if "without gaps" in f}
    case["alternatives"] = list(case["withoutGaps"].values()) if len(facts) == 1 else []
    for side, ticks in (("bid", -spread), ("ask", spread)) if shape.price == "mid" else ():
        kept = [k for k in range(len(item.stamps)) if k not in item.missing]
        prices = [float(Decimal(item.close[k] + ticks).scaleb(-item.decimals)) for k in kept]
        long, short, count = walks.value_at_risk(prices)
        more, less, _ = walks.value_at_risk(prices, predictive=True)
        case["alternatives"].append({
            "because": f"{side} alone", "lastPrices": [prices[-1]], "observations": count,
            "findings": ["ignored-column"], "historicalLong": round(long, 6),
            "historicalShort": round(short, 6), "calibrateLong": round(more, 6),
            "calibrateShort": round(less, 6)})
