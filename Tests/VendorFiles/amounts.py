"""Forms of numbers, and whether a column of them can be read in one way only."""
import re
from decimal import Decimal

NO_BREAK, NARROW = "\u00a0", "\u202f"
SUFFIXED = {" €", " EUR", " zł", " TL", " Kč"}
COMMA = re.compile(r"([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?")
POINT = re.compile(r"([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?")


def price_text(ticks, decimals, style):
    """A price of whole ticks under a style of numbers."""
    value = Decimal(ticks).scaleb(-decimals)
    if style["numbers"] == "scaled":
        return str(int(value * 10000))
    if style["numbers"] == "scientific":
        return f"{float(value):.{len(str(ticks)) - 1}e}"
    text = grouped(f"{value:.{decimals}f}", style)
    if style["numbers"] == "trimmed" and style["decimal"] in text:
        text = text.rstrip("0")
        text += "0" if text.endswith(style["decimal"]) else ""
    sign = style["currency"]
    return text + sign if sign in SUFFIXED else sign + text


def grouped(text, style):
    """A decimal number with the style's thousands separator and decimal sign."""
    minus = "-" if text.startswith("-") else ""
    whole, _, rest = text.lstrip("-").partition(".")
    if style["thousands"]:
        whole = f"{int(whole):,}".replace(",", style["thousands"])
    return minus + whole + (style["decimal"] + rest if rest else "")


def count_text(rng, count, style):
    """A volume under a style of numbers."""
    kind = style["volume"]
    if kind == "KMB":
        for letter, size in (("B", 10 ** 9), ("M", 10 ** 6), ("K", 10 ** 3)):
            if count >= size:
                return grouped(f"{count / size:.2f}", style) + letter
        return str(count)
    if kind == "decimal":
        return grouped(f"{count}.{rng.randrange(1, 10 ** 6):06}", style)
    if kind == "float":
        return grouped(f"{count}.0", style)
    return grouped(str(count), style)


def percent_text(value, style):
    text = grouped(f"{value * 100:.2f}", style)
    return text + {"sign": "%", "bare": "", "spaced": " %"}[style["percent"]]


def bare(text):
    """A price without its currency sign and without spaces and apostrophes."""
    return re.sub(r"[^\d.,-]", "", text).lstrip("-")


def _value(text, point):
    text = text.replace("," if point else ".", "")
    return float(text.replace(",", "."))


def two_readings(texts):
    """Whether every text reads with a decimal point and with a decimal comma, and differs."""
    if not all(COMMA.fullmatch(t) and POINT.fullmatch(t) for t in texts):
        return False
    return any(_value(t, True) != _value(t, False) for t in texts)


def _largest_ratio(texts, point):
    values = [_value(t, point) for t in texts]
    return max((max(a, b) / max(1e-12, min(a, b)) for a, b in zip(values, values[1:])), default=1)


def decidable(style, closes, prices, others):
    """clear, grey or open, as in dates.decidable.

    closes: columns of the margined prices in time order. prices: all texts of prices. others:
    texts of volumes and percentages.
    """
    if style["numbers"] != "fixed" and style["numbers"] != "trimmed":
        return "clear"
    closes = [[bare(t) for t in column] for column in closes]
    if not any(two_readings(column) for column in closes):
        return "clear"
    point = style["decimal"] == "."
    plain_point = point and not any("," in t for column in closes for t in column)
    if plain_point:
        return "clear" if style["delimiter"] == "," or style["language"] == "en" else "grey"
    if not two_readings([bare(t) for t in prices]) or any(
            _largest_ratio(c, not point) > 5 * _largest_ratio(c, point) for c in closes):
        return "grey"
    if any(not two_readings([bare(t)]) and re.search("[.,]", t) for t in others):
        return "grey"
    custom = style["delimiter"] == ";" or style["currency"] in SUFFIXED
    return "grey" if custom and not point else "open"
