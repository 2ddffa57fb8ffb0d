"""Walk clients through prices with numpy, all accounts at once, one run for each line read: PRICES POPULATION RATE.

The rules are those of `margin simulate --top-up 0 --losses none`: a liquidation at the price where equity meets the maintenance
margin, or at the open beyond it, 0.05 % worse, and a fee of 0.05 % to the fund.
"""

import json
import sys
import time

import numpy
import pandas

SLIPPAGE = FEE = 0.0005


def walk(prices, population, rate):
    bars = pandas.read_csv(prices)
    with open(population) as file:
        clients = json.load(file)["accounts"]
    side = numpy.array([1.0 if client["side"] == "long" else -1.0 for client in clients])
    opens, highs, lows, closes = (bars[name].to_numpy() for name in ("open", "high", "low", "close"))
    entry = opens[0]
    size = numpy.array([client["notional"] for client in clients]) / entry
    leverage = numpy.array([client["leverage"] for client in clients])
    wallet = size * entry * numpy.maximum(1 / leverage, rate)
    # s times the price of bankruptcy: a long is gone where it is at least P(1 - r), a short where at least -P(1 + r).
    reach = side * entry - wallet / size
    kept = 1 - side * rate
    count, notional, fund, unpaid = 0, 0.0, 0.0, 0.0
    for first, high, low, last in zip(opens, highs, lows, closes):
        worst = numpy.where(side > 0, min(first, low, last), max(first, high, last))
        for account in numpy.flatnonzero(reach >= side * worst * kept):
            s, q = side[account], size[account]
            price = s * min(s * first, max(s * reach[account] / kept[account] * s, s * worst[account]))
            fill = price * (1 - s * SLIPPAGE)
            left = wallet[account] + s * q * (fill - entry)
            count += 1
            notional += q * fill
            fund += min(left, FEE * q * fill) if left > 0 else -min(fund, -left)
            unpaid += max(0.0, -left)
            reach[account] = -numpy.inf
    return count, notional, fund


def main():
    prices, population, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])
    for _ in sys.stdin:
        start = time.perf_counter()
        count, notional, fund = walk(prices, population, rate)
        print(time.perf_counter() - start, count, notional, fund, flush=True)


main()
