#!/usr/bin/env python3
"""Writes vendors' price files drawn at random, and cases.json with what is true of each."""
import argparse
import json
import os
import random

import dress
import habits as habit
import history as walks
import shapes
import table
import truth

TICKERS = ("AAPL MSFT IBM GOOG SAP BMW ALV SIE TTE MC VOW3 KO PEP XOM JPM GS BTC ETH SOL ADA"
           " EURUSD GBPUSD BRK.B 7203.T 0700.HK RDSA.L ^GSPC DAX 1COV CL1 ESZ4 BTC-USD"
           " NESN").split()
SERIES = "DEXUSEU SP500 DCOILWTICO DGS10 XUDLUSS BBK01.WT5511 VIXCLS GOLDPM".split()
FULL_NAMES = ("Münchener Rück", "Société Générale", "Peñoles", "Crédit Agricole", "Itaú")


def names(rng, shape):
    """Instruments of a file; a word that could be a header stands among two plain tickers."""
    if shape.kind in ("one", "undated"):
        return [rng.choice(SERIES if any("SERIES" in h for _, h in shape.columns) else TICKERS)]
    count = rng.randrange(2, 7) if shape.kind == "wide" else rng.randrange(1, 4)
    count = max(count, 2) if shape.kind == "long" else count
    out = rng.sample(TICKERS, count)
    if shape.kind == "wide" and count > 2 and rng.random() < .25:
        out[rng.randrange(count)] = rng.choice(truth.TRICKY)
    if shape.kind == "long" and rng.random() < .2:
        out[0] = rng.choice(FULL_NAMES + tuple(truth.TRICKY))
    return out


def bounds(rng, shape, trap):
    """First price and bounds of its decimals, where a shape or a trap needs them."""
    if shape.habits["numbers"] == "scaled":
        return {"level": 10 ** rng.uniform(1, 3), "most": 4}
    if trap == "three decimals":
        return {"level": rng.uniform(20, 150), "least": 3, "most": 3}
    if trap == "whole thousands":
        return {"level": rng.uniform(20000, 200000), "most": 0}
    return {}


def histories(rng, shape, bars, named, trap):
    count = rng.randrange(125, 401)
    times = walks.stamps(rng, bars, count)
    out = []
    for k, name in enumerate(named):
        late = rng.randrange(count - 115) if k and rng.random() < .3 else 0
        if shape.kind == "long":
            out.append(walks.history(rng, name, times[late:], bars))
            continue
        item = walks.history(rng, name, times, bars, **bounds(rng, shape, trap))
        item.missing = set(range(late))
        out.append(item)
    return out


def lose(rng, drawn, items):
    """Marks rows as missing: never the first or the last, never so that a file is too short."""
    for item in items:
        kept = [k for k in range(len(item.stamps)) if k not in item.missing]
        spare = min(len(kept) - 112, round(len(kept) * drawn["missing share"]))
        item.missing |= set(rng.sample(kept[2:-2], max(0, spare)))


def finish(shape, drawn, items):
    """Settles what depends on the prices: digits that a form of numbers can hold."""
    if drawn["numbers"] == "scaled" and items[0].decimals > 4:
        drawn["numbers"] = "fixed"
    if drawn["date"] == "excel" and any(i.stamps[0].year < 1950 for i in items):
        drawn["date"] = "YYYY-MM-DD"


def tag(rng, cells, item, named, shape):
    """Texts that are the same in each row of an instrument."""
    cells.tags = {"symbol": item.name, "isin": "US0378331005", "name": item.name,
                  "currency": rng.choice(("USD", "EUR", "GBP")), "key": "EXR.D.USD.EUR.SP00.A"}
    if shape.name == "finam":
        cells.tags["symbol"] = "US1." + item.name


def build(seed, index, chosen):
    """(file name, bytes, case) of one file."""
    rng = random.Random(f"{seed}/{index}")
    shape = shapes.SHAPES[chosen[index % len(chosen)]]
    trap = habit.draw_trap(rng, shape)
    bars = trap if "day" in trap else rng.choice(shape.habits["bars"])
    named = names(rng, shape)
    drawn = habit.draw(rng, shape, bars)
    habit.set_trap(rng, shape, drawn, trap)
    items = histories(rng, shape, bars, named, trap)
    lose(rng, drawn, items)
    finish(shape, drawn, items)
    out = table.columns(rng, shape, drawn, named)
    name_series(out, items)
    cells = [table.Cells(rng, item, drawn) for item in items]
    for cell, item in zip(cells, items):
        tag(rng, cell, item, named, shape)
    body = table.rows(shape, out, cells)
    verdict = truth.decide(shape, drawn, out, body, cells)
    ordered = dress.ordered(rng, shape, drawn, body)
    number(out, ordered, drawn)
    if drawn["duplicates"] == "same row":
        again = rng.randrange(2, len(ordered) - 2)
        ordered.insert(again, list(ordered[again]))
    text_lines, skipped = dress.lines(rng, shape, drawn, table.header_rows(shape, out, named),
                                      ordered, named[0])
    data = dress.encoded(drawn, text_lines)
    stem = f"{index:05}-{shape.name}"
    file = stem + (".csv.gz" if drawn["compression"] == "gzip" else ".csv")
    return file, data, truth.case_of(stem, file, shape, drawn, items, out, verdict, skipped,
                               cells[0].spread)


def name_series(out, items):
    """A series' own name in place of the word SERIES."""
    for c in out:
        c.header = c.header.replace("SERIES", items[0].name)


def number(out, body, drawn):
    """Row numbers count the rows as they stand in the file."""
    place = next((k for k, c in enumerate(out) if c.role == "number"), None)
    if place is not None:
        first = 0 if drawn["row numbers"] == "pandas" else 1
        for k, row in enumerate(body, first):
            row[place] = str(k)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1", help="random seed")
    parser.add_argument("--count", type=int, default=300, help="number of files")
    parser.add_argument("--shapes", default="all", help="names, comma-separated, or all")
    parser.add_argument("--out", required=True, help="folder of the files and cases.json")
    arguments = parser.parse_args()
    chosen = sorted(shapes.SHAPES) if arguments.shapes == "all" else arguments.shapes.split(",")
    os.makedirs(arguments.out, exist_ok=True)
    cases = []
    for index in range(arguments.count):
        file, data, case = build(arguments.seed, index, chosen)
        with open(os.path.join(arguments.out, file), "wb") as handle:
            handle.write(data)
        cases.append(case)
    with open(os.path.join(arguments.out, "cases.json"), "w", encoding="utf-8") as handle:
        json.dump(cases, handle, ensure_ascii=False, indent=1)
    counts = {w: sum(c["decidable"] == w for c in cases) for w in ("clear", "grey", "open")}
    print(f"{len(cases)} files of {len(chosen)} shapes: "
          + ", ".join(f"{n} {w}" for w, n in counts.items()))


if __name__ == "__main__":
    main()
