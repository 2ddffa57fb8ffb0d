"""Draws the habits of a file independently of one another and settles what cannot go together."""
import amounts
import dates
import words

DELIMITERS = {",": 55, ";": 25, "\t": 12, "|": 8}
# Relative weights of each habit's values.
DRAWS = {
    "delimiter": DELIMITERS,
    "quoting": {"minimal": 4, "none": 3, "all": 2, "text": 1},
    "decimal": {".": 65, ",": 35},
    "thousands": {"": 60, ",": 12, ".": 12, " ": 6, "'": 4, amounts.NO_BREAK: 4,
                  amounts.NARROW: 2},
    "currency": {"": 85, "$": 4, "€": 3, "£": 3, " €": 2, " EUR": 1, "¥": 1, " zł": 1},
    "order": {"ascending": 55, "newest first": 33, "shuffled": 12},
    "banner": {"none": 60, "address": 8, "title": 8, "security": 8, "legal": 6, "download": 6,
               "separator": 4},
    "footer": {"none": 80, "source": 6, "legal": 6, "copyright": 4, "delimiters": 4},
    "comments": {"none": 88, "before": 6, "within": 3, "after": 3},
    "blanks": {"none": 78, "before": 6, "within": 4, "after": 12},
    "encoding": {"utf-8": 45, "utf-8-sig": 20, "utf-16-le": 8, "utf-16-be": 6, "iso-8859-1": 7,
                 "iso-8859-9": 5, "iso-8859-15": 5, "cp1252": 4},
    "newline": {"\n": 60, "\r\n": 35, "\r": 5},
    "missing": {"": 3, "NaN": 2, "None": 1, "null": 2, "NA": 1, "N/A": 1, "#N/A": 1, "-": 1,
                ".": 1, "nan": 1, "n/a": 1, "NULL": 1},
    "volume": {"integer": 5, "KMB": 2, "decimal": 2, "float": 1},
    "percent": {"sign": 3, "bare": 1, "spaced": 1},
    "trailing": {False: 92, True: 8},
    "numbers": {"fixed": 75, "trimmed": 20, "scientific": 5},
    "compression": {"none": 93, "gzip": 7},
    "padding": {False: 95, True: 5},
    "header case": {"as is": 6, "lower": 2, "UPPER": 1, "snake": 1, "no accents": 2},
    "row numbers": {"none": 85, "pandas": 8, "word": 7},
    "column order": {"as given": 6, "date last": 1, "drawn": 2},
    "extras": {0: 70, 1: 14, 2: 10, 3: 6},
    "epoch fraction": {"": 85, ".0": 15},
    "duplicates": {"none": 97, "same row": 3},
    "clock": {"": 50, "HH:mm:ss": 20, "HH:mm": 10, "HH:mm:ss.fff": 4, "HHmm": 2, "HHmmss": 4,
              "h:mm AM": 5, "h:mm:ss AM": 3, "HH-AM": 2},
    "joint": {" ": 60, "T": 25, "column": 15},
    "zone": {"": 50, "Z": 12, " UTC": 8, "+00:00": 8, "+0000": 4, "New_York": 8, "Berlin": 5,
             "Tokyo": 5},
}


def weighted(rng, table):
    return rng.choices(list(table), list(table.values()))[0]


def draw(rng, shape, bars):
    """Habits of one file: each keeps the shape's default or is drawn anew."""
    out = dict(shape.habits)
    change = rng.choice((.05, .25, .6))
    for name, table in DRAWS.items():
        if rng.random() < change:
            out[name] = weighted(rng, table)
    if rng.random() < change:
        out["date"] = rng.choice(dates.DAY_FORMS + tuple(dates.EPOCHS))
        if rng.random() < .02:
            out["date"] = "excel"
    if bars == "monthly" and rng.random() < change:
        out["date"] = rng.choice(dates.MONTH_FORMS)
    if rng.random() < max(change, .35) and shape.translate:
        out["language"] = rng.choice(words.LANGUAGES)
    if shape.canonical and rng.random() < change:
        out["header"] = not out["header"]
    out["missing share"] = rng.choice((0, 0, 0, .01, .03))
    out["bars"] = bars
    settle_dates(rng, out, bars)
    settle_numbers(out, shape)
    settle_layout(out, shape)
    return out


TRAPS = {"none": 95, "irregular days": 2, "one day": 1, "three decimals": 1, "whole thousands": 1}
TELLING = {"unix", "close time", "percent", "change", "previous"}
EITHER_WAY = ("DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "D/M/YYYY", "M/D/YYYY")


def draw_trap(rng, shape):
    """A file that nothing in it decides, for a shape that has no other column to tell."""
    if shape.kind != "one" or TELLING & {role for role, _ in shape.columns}:
        return "none"
    return weighted(rng, TRAPS)


def set_trap(rng, shape, out, trap):
    """Habits of a trap, after all others are drawn."""
    if trap in ("irregular days", "one day"):
        out["date"] = rng.choice(EITHER_WAY)
        out.update(zone="", extras=0, banner="none")
        if out["joint"] == "T":
            out["joint"] = " "
    if trap == "irregular days":
        out.update(order="shuffled", clock="", joint=" ", duplicates="none")
    if trap == "one day" and not out["clock"]:
        out["clock"] = "HH:mm:ss"
    if trap == "three decimals":
        out.update(numbers="fixed", decimal=",", thousands="", delimiter=",", extras=0)
    if trap == "whole thousands":
        out.update(numbers="fixed", decimal=".", thousands=",", extras=0)
    if trap in ("three decimals", "whole thousands") and out["volume"] != "integer":
        out["volume"] = "integer"
    out["trap"] = trap
    settle_layout(out, shape)


def settle_dates(rng, out, bars):
    language = out["language"]
    out["month names"] = rng.choice((language, "en")) if language != "en" else "en"
    if " de " in out["date"] and out["month names"] not in ("es", "pt"):
        out["date"] = "D Month YYYY"
    intraday = bars in ("hourly", "minute", "one day")
    if intraday and out["date"] == "excel":
        out["date"] = "YYYY-MM-DD"
    if out["date"] in dates.EPOCHS or out["date"] in dates.MONTH_FORMS + ("excel",):
        out.update(clock="", joint=" ", zone="")
        return
    if intraday and not out["clock"]:
        out["clock"] = "HH:mm:ss"
    if bars in ("minute", "one day") and out["clock"] == "HH-AM":
        out["clock"] = "h:mm AM"
    if not out["clock"]:
        out.update(joint=" ", zone="")
    colons = out["clock"] in ("HH:mm:ss", "HH:mm:ss.fff")
    if out["joint"] == "T" and not (out["date"] == "YYYY-MM-DD" and colons):
        out["joint"] = " "
    if out["joint"] == "column" or not colons or not out["date"].startswith("YYYY-MM"):
        out["zone"] = ""


def settle_numbers(out, shape):
    if shape.habits["numbers"] == "scaled":
        out["numbers"] = "scaled"
    if out["numbers"] in ("scaled", "scientific"):
        out.update(decimal=".", thousands="", currency="")
    if shape.name == "undated":
        out.update(decimal=".", thousands="", currency="", trailing=False, delimiter=",")
    if out["decimal"] == "," or out["date"] != "epoch-s":
        out["epoch fraction"] = ""
    if out["thousands"] == out["decimal"]:
        out["thousands"] = ""


def settle_layout(out, shape):
    if shape.kind == "undated":
        out.update(order="ascending", duplicates="none", missing="NaN")
    if shape.kind != "one":
        out["duplicates"] = "none"
    if shape.kind in ("wide", "fields", "yfinance"):
        out["extras"] = 0
    if shape.kind == "yfinance":
        out.update({"column order": "as given", "row numbers": "none", "header": True,
                    "joint": " " if out["joint"] == "column" else out["joint"]})
    if shape.name == "ecb-old":
        out["header"] = False
    if not out["header"]:
        out.update({"row numbers": "none", "extras": 0, "column order": "as given",
                    "language": "none"})
    unnamed = any(role == "date" and not header for role, header in shape.columns)
    if unnamed and out["header"]:
        out.update({"row numbers": "none", "column order": "as given"})
        out["joint"] = " " if out["joint"] == "column" else out["joint"]
    if shape.kind == "long" and out["row numbers"] == "word":
        out["row numbers"] = "pandas"
