"""Clean histories: time stamps on a calendar and a geometric random walk in whole ticks."""
import datetime as dt
import math
from dataclasses import dataclass, field

# Volatility of one bar: lowest and highest.
VOLATILITY = {"weekdays": (.007, .022), "sundays": (.004, .012), "every-day": (.015, .035),
              "weekly": (.015, .03), "monthly": (.02, .04), "hourly": (.003, .008),
              "minute": (.0006, .002), "irregular days": (.007, .022), "one day": (.0006, .002)}
INTRADAY = {"hourly", "minute", "one day"}
DAY = dt.timedelta(days=1)


@dataclass
class History:
    """One instrument: stamps in time order, prices in ticks of ten to the minus `decimals`."""
    name: str
    stamps: list
    decimals: int
    open: list
    high: list
    low: list
    close: list
    volume: list
    missing: set = field(default_factory=set)


def stamps(rng, bars, count):
    """`count` stamps: dates for bars of a day and longer, UTC times for shorter ones."""
    if bars == "irregular days":
        days = [dt.date(2018 + y, m, d) for y in range(6) for m in range(1, 13)
                for d in range(1, 13)]
        return sorted(rng.sample(days, count))
    if bars == "one day":
        month, day = rng.sample(range(1, 13), 2)
        start = dt.datetime(2018 + rng.randrange(7), month, day, rng.randrange(8, 12))
        return [start + dt.timedelta(minutes=k) for k in range(count)]
    if bars == "monthly":
        return _months(rng, count)
    if bars in INTRADAY:
        return _times(rng, bars, count)
    last = dt.date(2024, 12, 31) - DAY * rng.randrange(1500)
    if bars == "weekly":
        return [last - 7 * DAY * k for k in range(count)][::-1]
    open_days = {"weekdays": range(5), "sundays": (0, 1, 2, 3, 4, 6), "every-day": range(7)}[bars]
    out = []
    while len(out) < count:
        if last.weekday() in open_days:
            out.append(last)
        last -= DAY
    return out[::-1]


def _months(rng, count):
    at_end = rng.random() < .5
    number = 2024 * 12 - rng.randrange(24) - count
    out = []
    for k in range(number, number + count):
        first = dt.date(k // 12, k % 12 + 1, 1)
        following = dt.date((k + 1) // 12, (k + 1) % 12 + 1, 1)
        out.append(following - DAY if at_end else first)
    return out


def _times(rng, bars, count):
    step = dt.timedelta(hours=1) if bars == "hourly" else dt.timedelta(minutes=rng.choice((1, 5)))
    now = dt.datetime(2019, 1, 1) + DAY * rng.randrange(2000)
    now += dt.timedelta(hours=rng.randrange(24))
    exchange = rng.random() < .4
    out = []
    while len(out) < count:
        if not exchange or (now.weekday() < 5 and 8 <= now.hour < 17):
            out.append(now)
        now += step
    return out


def history(rng, name, times, bars, level=None, least=0, most=8):
    """A random walk over `times`; no two closes in a row are equal.

    level: first price. least, most: bounds of the decimals, unless the volatility needs more.
    """
    volatility = rng.uniform(*VOLATILITY[bars])
    level = level or 10 ** rng.uniform(-1.5, 4.7)
    needed = max(0, math.ceil(-math.log10(level * volatility / 40)))
    decimals = max(needed, least, min(most, rng.choice((0, 2, 2, 2, 2, 3, 4, 4, 5, 6, 8))))
    unit = 10.0 ** decimals
    ticks = round(level * unit)
    out = History(name, list(times), decimals, [], [], [], [], [])
    for _ in times:
        start = max(1, round(ticks * math.exp(volatility * .15 * _normal(rng))))
        end = max(1, round(ticks * math.exp(volatility * _normal(rng))))
        end += end == ticks
        reach = volatility * ticks * .5
        out.open.append(start)
        out.close.append(end)
        out.high.append(max(start, end) + round(reach * rng.random()))
        out.low.append(max(1, min(start, end) - round(reach * rng.random())))
        out.volume.append(max(1, round(math.exp(rng.gauss(11, 1)))))
        ticks = end
    return out


def _normal(rng):
    """A normal variate within four standard deviations."""
    return max(-4.0, min(4.0, rng.gauss(0, 1)))


def value_at_risk(prices, predictive=False, excluded=()):
    """Historical VaR at 99 % of a bar: (long, short, number of returns).

    prices: floats in time order. predictive: the order statistic of `calibrate`. excluded:
    positions whose return from the position before is left out.
    """
    returns = [b / a - 1 for k, (a, b) in enumerate(zip(prices, prices[1:]), 1)
               if k not in excluded]
    count = len(returns)
    rank = -(-99 * (count + predictive) // 100)
    longs = sorted(-r for r in returns)
    shorts = sorted(returns)
    return longs[min(rank, count) - 1], shorts[min(rank, count) - 1], count
