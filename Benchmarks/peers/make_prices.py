#!/usr/bin/env python3
"""Write made-up prices: a wide CSV, a long one, or a folder of daily bars with one file an instrument."""

import datetime
import pathlib
import random
import sys
from collections.abc import Iterator


def dates(count: int) -> list[str]:
    first = datetime.date(2014, 1, 1)
    days = (first + datetime.timedelta(days=day) for day in range(2 * count))
    return [day.isoformat() for day in days if day.weekday() < 5][:count]


def rows(instruments: int, days: int, seed: int = 1) -> Iterator[list[float]]:
    generator = random.Random(seed)
    prices = [50 + 100 * generator.random() for _ in range(instruments)]
    for _ in range(days):
        prices = [price * (1 + 0.012 * generator.gauss(0, 1)) for price in prices]
        prices = [min(max(price, 20.0), 900.0) for price in prices]
        yield prices


def names(count: int) -> list[str]:
    return [f"I{index:04d}" for index in range(count)]


def wide(path: pathlib.Path, instruments: int, days: int) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write("date," + ",".join(names(instruments)) + "\n")
        for date, prices in zip(dates(days), rows(instruments, days)):
            file.write(date + "," + ",".join(f"{price:.4f}" for price in prices) + "\n")


def long(path: pathlib.Path, instruments: int, days: int) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write("date,symbol,close\n")
        for date, prices in zip(dates(days), rows(instruments, days)):
            file.writelines(
                f"{date},{name},{price:.4f}\n" for name, price in zip(names(instruments), prices))


def folder(path: pathlib.Path, instruments: int, days: int) -> None:
    path.mkdir()
    closes = list(zip(*rows(instruments, days)))
    for name, prices in zip(names(instruments), closes):
        bars = ((date, before, max(before, close) * 1.003, min(before, close) * 0.997, close)
                for date, before, close in zip(dates(days), prices[:1] + prices, prices))
        lines = (f"{date},{o:.4f},{h:.4f},{l:.4f},{c:.4f},{10_000 + row}\n"
                 for row, (date, o, h, l, c) in enumerate(bars))
        (path / f"{name}.csv").write_text("date,open,high,low,close,volume\n" + "".join(lines))


if __name__ == "__main__":
    SHAPE, PATH, INSTRUMENTS, DAYS = sys.argv[1:]
    {"wide": wide, "long": long, "folder": folder}[SHAPE](
        pathlib.Path(PATH), int(INSTRUMENTS), int(DAYS))
