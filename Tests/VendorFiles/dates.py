"""Forms of dates, clocks and zones, and whether a column of dates can be read in one way only."""
import datetime as dt
import re

import words

# Tokens: YYYY YY MM M DD D, Mon and Month (name), MON (upper case), Ddd (weekday).
DAY_FORMS = (
    "YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "DD/MM/YYYY", "D/M/YYYY", "MM/DD/YYYY",
    "M/D/YYYY", "DD.MM.YYYY", "D.M.YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "DD/MM/YY", "M/D/YY",
    "DD.MM.YY", "DD-Mon-YY", "D-Mon-YY", "DD-Mon-YYYY", "DD Mon YYYY", "D Mon YYYY",
    "D Month YYYY", "D. Month YYYY", "Mon D, YYYY", "Mon DD, YYYY", "Month D, YYYY",
    "Ddd D Mon YYYY", "Ddd, DD Mon YYYY", "Ddd Mon DD YYYY", "YYYY-Mon-DD", "DDMONYYYY",
    "D de Month de YYYY")
MONTH_FORMS = ("YYYY-MM", "Mon YYYY", "Month YYYY", "Mon-YY", "MM/YYYY", "YYYY/MM")
EPOCHS = {"epoch-s": 1, "epoch-ms": 1000, "epoch-us": 10 ** 6, "epoch-ns": 10 ** 9}
CLOCKS = ("HH:mm:ss", "HH:mm", "HH:mm:ss.fff", "HHmm", "HHmmss", "h:mm AM", "h:mm:ss AM", "HH-AM")
ZONES = ("", "Z", " UTC", "+00:00", "+0000", "New_York", "Berlin", "Tokyo")
TOKEN = re.compile(r"YYYY|YY|Month|MON|Mon|MM|M|Ddd|DD|D(?!e)")


def day_text(form, day, language="en"):
    def token(match):
        return {
            "YYYY": f"{day.year:04}", "YY": f"{day.year % 100:02}", "MM": f"{day.month:02}",
            "M": str(day.month), "DD": f"{day.day:02}", "D": str(day.day),
            "Mon": words.month(language, day.month),
            "MON": words.month(language, day.month).upper(),
            "Month": words.month(language, day.month, long=True),
            "Ddd": words.weekday(language, day.weekday())}[match.group()]
    return TOKEN.sub(token, form)


def clock_text(form, time):
    half = "AM" if time.hour < 12 else "PM"
    hour = time.hour % 12 or 12
    return {"HH:mm:ss": f"{time:%H:%M:%S}", "HH:mm": f"{time:%H:%M}",
            "HH:mm:ss.fff": f"{time:%H:%M:%S}.000", "HHmm": f"{time:%H%M}",
            "HHmmss": f"{time:%H%M%S}", "h:mm AM": f"{hour}:{time:%M} {half}",
            "h:mm:ss AM": f"{hour}:{time:%M:%S} {half}", "HH-AM": f"{hour:02}-{half}"}[form]


def _sunday(year, month, number):
    """The Sunday of that number in a month; -1 is the last one."""
    if number > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))
    last = dt.date(year, month + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def hours_east(zone, utc):
    """Offset of a zone at a UTC time, in hours, with the rules of 2007 and later."""
    if zone == "Tokyo":
        return 9
    if zone == "New_York":
        start = dt.datetime.combine(_sunday(utc.year, 3, 2), dt.time(7))
        end = dt.datetime.combine(_sunday(utc.year, 11, 1), dt.time(6))
        return -4 if start <= utc < end else -5
    if zone == "Berlin":
        start = dt.datetime.combine(_sunday(utc.year, 3, -1), dt.time(1))
        end = dt.datetime.combine(_sunday(utc.year, 10, -1), dt.time(1))
        return 2 if start <= utc < end else 1
    return 0


def stamp_text(style, stamp):
    """(date cell, clock cell or None) of a date or a UTC time under a style of dates."""
    form = style["date"]
    daily = not isinstance(stamp, dt.datetime)
    midnight = dt.datetime.combine(stamp, dt.time()) if daily else stamp
    if form in EPOCHS:
        seconds = int((midnight - dt.datetime(1970, 1, 1)).total_seconds())
        return str(seconds * EPOCHS[form]) + style.get("epoch fraction", ""), None
    if form == "excel":
        return str((midnight.date() - dt.date(1899, 12, 30)).days), None
    zone = style["zone"]
    local, suffix = midnight, zone
    if zone in ("New_York", "Berlin", "Tokyo"):
        guess = hours_east(zone, midnight)
        east = hours_east(zone, midnight - dt.timedelta(hours=guess)) if daily else guess
        local = midnight if daily else midnight + dt.timedelta(hours=east)
        suffix = f"{'-' if east < 0 else '+'}{abs(east):02}:00"
    text = day_text(form, local, style["month names"])
    if not style["clock"]:
        return text, None
    clock = clock_text(style["clock"], local)
    if style["joint"] == "column":
        return text, clock
    return text + style["joint"] + clock + suffix, None


ORDERS = {"DMY": (2, 1, 0), "MDY": (2, 0, 1), "YMD": (0, 1, 2)}


def _read(text, order):
    """A date of three numbers, with the clock that follows it."""
    match = re.match(r"(\d+)[-/. ](\d+)[-/. ](\d+)(.*)", text)
    year, month, day = (int(match.group(k + 1)) for k in ORDERS[order])
    clock = match.group(4)
    try:
        date = dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    found = re.search(r"(\d+)(?::?(\d\d))?", clock)
    hour = int(found.group(1)[:2]) if found else 0
    minute = int(found.group(2) or 0) if found else 0
    half = "PM" in clock
    hour = hour % 12 + 12 * half if "M" in clock else hour % 24
    return dt.datetime.combine(date, dt.time(hour, minute))


def decidable(style, texts):
    """How a column of dates in time order can be read.

    clear: one reading. grey: only the steps between dates or a custom decide. open: nothing does.
    """
    form = style["date"]
    if form == "excel" or form == "Mon-YY":
        return "grey"
    if form in EPOCHS or form in MONTH_FORMS or form.startswith("YYYY") or "mon" in form.lower():
        return "clear"
    orders = ("DMY", "MDY") if "YYYY" in form else ("DMY", "MDY", "YMD")
    true = _readings(texts, "DMY" if form.startswith("D") else "MDY")
    rivals = [r for r in (_readings(texts, order) for order in orders) if r and r != true]
    if not rivals:
        return "clear"
    ordered = style["order"] != "shuffled"
    return "grey" if "." in form or all(_worse(r, true, ordered) for r in rivals) else "open"


def _readings(texts, order):
    times = [_read(t, order) for t in texts]
    return None if None in times else times


def _worse(rival, true, ordered):
    """Whether the steps of a reading are so much less regular than those of the true one."""
    if ordered and true == sorted(true) and rival not in (sorted(rival), sorted(rival)[::-1]):
        return True
    return any(b > 4 * a for a, b in zip(_steps(true), _steps(rival)))


def _steps(times):
    """(median step in seconds, longest step over the median step) of the sorted times."""
    times = sorted(set(times))
    steps = sorted((b - a).total_seconds() for a, b in zip(times, times[1:])) or [1.0]
    median = steps[len(steps) // 2]
    return median, steps[-1] / median
