"""Columns and rows of texts of one file, in time order, from histories and habits."""
import datetime as dt
from dataclasses import dataclass

import amounts
import dates
import words

PRICES = {"open", "high", "low", "close", "bid", "ask", "last", "previous", "year high",
          "year low", "vwap", "adjusted", "adjusted open", "adjusted high", "adjusted low"}
CONSTANTS = {"true": "True", "series": "EQ", "period": "D", "zero": "0", "frequency": "D",
             "denominator": "EUR", "type": "SP00", "status": "A", "flags": "", "split": "1.0",
             "dividend": "0.0", "note": "Reference rate, daily"}
EXTRAS = ("volume", "percent", "change", "symbol", "currency", "marketcap", "trades", "turnover",
          "adjusted")


@dataclass
class Column:
    role: str
    header: str
    item: int = 0       # index of the instrument


def columns(rng, shape, habits, names):
    """Columns of a file, in the order of the vendor or the one that was drawn."""
    plan = list(shape.columns)
    if shape.kind in ("fields", "yfinance"):
        out = [Column("date", "Date" if shape.kind == "yfinance" else rng.choice(("", "Date")))]
        out += _fields(rng, shape, names)
    elif shape.kind == "wide":
        out = [Column(*plan[0])] + [Column("close", n, k) for k, n in enumerate(names)]
    else:
        out = [Column(role, header) for role, header in plan]
    _translate(rng, shape, habits, out)
    out = [c for c in out if c.role != "time"] + [c for c in out if c.role == "time"]
    _clock_column(rng, habits, out, shape)
    _extras(rng, habits, out)
    _restyle(shape, habits, out)
    return _ordered(rng, habits, out)


def _fields(rng, shape, names):
    roles = ["open", "high", "low", "close", "volume"]
    if shape.kind == "yfinance":
        roles = ["close", "high", "low", "open", "volume"]
        return [Column(r, r.capitalize(), k) for r in roles for k in range(len(names))]
    sign, title = rng.choice(":._"), rng.random() < .5
    return [Column(r, n + sign + (r.capitalize() if title else r), k)
            for k, n in enumerate(names) for r in roles]


def _translate(rng, shape, habits, out):
    """Header words of the drawn language, if it is not that of the vendor."""
    language = habits["language"]
    if language in (shape.habits["language"], "none") or not shape.translate:
        return
    for c in out:
        wide_ticker = shape.kind in ("wide", "fields", "yfinance") and c.role != "date"
        if c.header and c.role in words.HEADERS[language] and not wide_ticker:
            c.header = rng.choice(words.HEADERS[language][c.role])


def _clock_column(rng, habits, out, shape):
    """A column for the clock stands right after the date, if there is one."""
    own = [c for c in out if c.role == "time"]
    out[:] = [c for c in out if c.role != "time"]
    if habits["joint"] != "column":
        return
    language = habits["language"] if habits["language"] != "none" else "en"
    clock = own[0] if own else Column("time", rng.choice(words.HEADERS[language]["time"]))
    position = next((k for k, c in enumerate(out) if c.role == "date"), None)
    if position is not None:
        out.insert(position + 1, clock)


def _extras(rng, habits, out):
    present = {c.role for c in out}
    free = [r for r in EXTRAS if r not in present]
    language = habits["language"] if habits["language"] != "none" else "en"
    for role in rng.sample(free, min(len(free), habits["extras"])):
        word = rng.choice(words.HEADERS[language][role])
        if word.lower() not in {c.header.strip().lower() for c in out}:
            out.append(Column(role, word))
    if habits["row numbers"] == "pandas":
        out.insert(0, Column("number", ""))
    elif habits["row numbers"] == "word":
        out.insert(0, Column("number", rng.choice(words.HEADERS[language]["number"])))


def _restyle(shape, habits, out):
    """Letters of the header words; tickers stay as they are."""
    case = habits["header case"]
    if habits["language"] == "tr" and case != "no accents":
        case = "as is"
    if not shape.translate and case != "no accents":
        case = "as is"
    change = {"as is": str, "lower": str.lower, "UPPER": str.upper,
              "snake": lambda s: s.strip().lower().replace(" ", "_"),
              "no accents": words.without_accents}[case]
    for c in out:
        if not (shape.kind in ("wide", "fields", "yfinance") and c.role != "date"):
            c.header = change(c.header)


def _ordered(rng, habits, out):
    order = habits["column order"]
    if order == "as given":
        return out
    stamps = [c for c in out if c.role in ("date", "time")]
    numbers = [c for c in out if c.role == "number"]
    others = [c for c in out if c not in stamps and c not in numbers]
    if order == "date last":
        return numbers + others + stamps
    rng.shuffle(others)
    place = rng.randrange(len(others) + 1)
    return numbers + others[:place] + stamps + others[place:]


class Cells:
    """Texts of one instrument's bars."""

    def __init__(self, rng, history, habits):
        self.rng, self.history, self.habits = rng, history, habits
        self.factor = rng.choice((1, 1, 1, .9731))
        self.supply = rng.randrange(10 ** 6, 10 ** 9)
        self.spread = rng.randrange(1, 6)
        self.tags = {}

    def price(self, ticks):
        return amounts.price_text(max(1, round(ticks)), self.history.decimals, self.habits)

    def text(self, role, k):
        h = self.history
        if role in CONSTANTS:
            return CONSTANTS[role]
        if role in self.tags:
            return self.tags[role]
        if role in PRICES:
            return self.habits["missing"] if k in h.missing else self.price(self._ticks(role, k))
        if role in ("date", "time"):
            return dates.stamp_text(self.habits, h.stamps[k])[role == "time"]
        if role in ("unix", "close time"):
            return self._epoch(role, k)
        return self._count(role, k)

    def _count(self, role, k):
        """A volume, a change or another number that is not a price."""
        h, rng = self.history, self.rng
        value, before = h.close[k] / 10 ** h.decimals, h.close[max(k - 1, 0)]
        if role == "percent":
            return amounts.percent_text(h.close[k] / before - 1, self.habits)
        if role == "change":
            return amounts.grouped(f"{(h.close[k] - before) / 10 ** h.decimals:.{h.decimals}f}",
                                   self.habits)
        if role in ("number", "spread", "trades", "interest"):
            low, high = {"number": (k, k + 1), "spread": (1, 9), "trades": (50, 5000),
                         "interest": (5000, 90000)}[role]
            return str(rng.randrange(low, high))
        count = {"turnover": h.volume[k] * value, "marketcap": self.supply * value,
                 "taker volume": h.volume[k] // 2,
                 "taker turnover": h.volume[k] * value / 2}.get(role, h.volume[k])
        return amounts.count_text(rng, round(count) + 1, self.habits)

    def _ticks(self, role, k):
        h = self.history
        if role.startswith("adjusted"):
            base = getattr(h, role.partition(" ")[2] or "close")
            return base[k] * self.factor
        if role in ("open", "high", "low", "close"):
            return getattr(h, role)[k]
        if role.startswith("year"):
            near = h.close[max(0, k - 250):k + 1]
            return max(near) if role == "year high" else min(near)
        return {"bid": h.close[k] - self.spread, "ask": h.close[k] + self.spread,
                "last": h.close[k] + (k % 3 - 1), "previous": h.close[max(k - 1, 0)],
                "vwap": (h.high[k] + h.low[k]) / 2}[role]

    def _epoch(self, role, k):
        stamps = self.history.stamps
        start = dt.datetime.combine(stamps[k], dt.time()) \
            if not isinstance(stamps[k], dt.datetime) else stamps[k]
        style = {"date": "epoch-ms" if role == "close time" else "epoch-s"}
        if role == "close time":
            if self.habits["date"] in dates.EPOCHS:
                style["date"] = self.habits["date"]
            gap = stamps[1] - stamps[0]
            end = start + gap
            unit = dates.EPOCHS[style["date"]]
            return str(int((end - dt.datetime(1970, 1, 1)).total_seconds()) * unit - 1)
        return dates.stamp_text(style, start)[0]


def header_rows(shape, out, names):
    if shape.kind != "yfinance":
        return [[c.header for c in out]]
    return [["Price"] + [c.header for c in out[1:]],
            ["Ticker"] + [names[c.item] for c in out[1:]], ["Date"] + [""] * (len(out) - 1)]


def rows(shape, out, cells):
    """Rows of texts in time order; of a long file, a list of rows an instrument."""
    if shape.kind == "long":
        return [[[cell.text(c.role, k) for c in out] for k in range(len(cell.history.stamps))]
                for cell in cells]
    grid = []
    for k in range(len(cells[0].history.stamps)):
        grid.append([cells[c.item].text(c.role, k) for c in out])
    return grid
