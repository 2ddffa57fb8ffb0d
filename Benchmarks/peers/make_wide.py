#!/usr/bin/env python3
"""Write a wide CSV of made-up prices: a date column, then one column an instrument."""

import datetime
import random
import sys


def main(path: str, instruments: int = 1000, days: int = 2520, seed: int = 1) -> None:
    generator = random.Random(seed)
    prices = [50 + 100 * generator.random() for _ in range(instruments)]
    date = datetime.date(2014, 1, 1)
    with open(path, "w", encoding="ascii") as file:
        file.write("date," + ",".join(f"I{i:04d}" for i in range(instruments)) + "\n")
        for _ in range(days):
            while date.weekday() >= 5:
                date += datetime.timedelta(days=1)
            prices = [price * (1 + 0.012 * generator.gauss(0, 1)) for price in prices]
            prices = [min(max(price, 20.0), 900.0) for price in prices]
            file.write(date.isoformat() + "," + ",".join(f"{p:.4f}" for p in prices) + "\n")
            date += datetime.timedelta(days=1)


if __name__ == "__main__":
    main(sys.argv[1])
