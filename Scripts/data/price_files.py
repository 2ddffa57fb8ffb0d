"""Price files as data/ holds them: written, read back and checked in one place."""

import csv
import datetime
import hashlib
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


def write_prices(name, header, rows):
    """Writes `data/<name>` after checking what `margin` will ask of it; rows are lists of text."""
    faults = faults_of([header, *rows])
    if faults:
        first_five = "; ".join(f"line {line}: {text}" for line, text in faults[:5])
        raise ValueError(f"{name}: {first_five}")
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="ascii") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    print(f"{name}: {len(rows)} rows, {rows[0][0]} to {rows[-1][0]}")


def read_lines(path):
    """The file's records, the header first."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def faults_of(lines):
    """(line number, fault) of each breach: ISO dates, ascending, unique; prices positive or blank."""
    if len(lines) < 2 or not lines[0] or lines[0][0] != "date":
        return [(1, "a header that begins with 'date', then rows, are expected")]
    header, faults, previous = lines[0], [], ""
    for number, record in enumerate(lines[1:], start=2):
        if len(record) != len(header):
            faults.append((number, f"{len(record)} fields, {len(header)} expected"))
            continue
        faults += [(number, text) for text in _faults_of_record(header, record, previous)]
        previous = record[0]
    return faults


def _faults_of_record(header, record, previous):
    faults = []
    if not _is_iso_date(record[0]):
        faults.append(f"{record[0]!r} is no ISO date")
    if record[0] <= previous:
        faults.append(f"{record[0]} does not come after {previous}")
    for column, cell in zip(header[1:], record[1:]):
        if cell and not _is_fit(column, cell):
            faults.append(f"{column} is {cell}")
    return faults


def _is_iso_date(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_fit(column, cell):
    """Finite and above zero; a day without trades has volume 0."""
    try:
        value = float(cell)
    except ValueError:
        return False
    return math.isfinite(value) and (value > 0 or (column == "volume" and value == 0))


def sha256_of(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
