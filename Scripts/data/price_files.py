"""Price files as data/ holds them: written, read back and checked in one place."""

import csv
import datetime
import hashlib
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


def write_prices(name, header, rows):
    """Writes `data/<name>` after checking what `margin` will ask of it; rows are lists of text."""
    faults = faults_of([header, *rows])
    if faults:
        raise ValueError(f"{name}: " + "; ".join(f"line {line}: {text}" for line, text in faults[:5]))
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
    """(line number, fault) for each breach: ISO dates, ascending, unique; positive prices or blanks."""
    header, faults, previous = lines[0], [], ""
    if header[0] != "date":
        faults.append((1, f"the first column is {header[0]!r}, not 'date'"))
    for number, record in enumerate(lines[1:], start=2):
        if len(record) != len(header):
            faults.append((number, f"{len(record)} fields, {len(header)} expected"))
            continue
        faults += [(number, text) for text in _faults_of_record(header, record, previous)]
        previous = record[0]
    if len(lines) < 2:
        faults.append((1, "no rows"))
    return faults


def _faults_of_record(header, record, previous):
    faults = []
    try:
        datetime.date.fromisoformat(record[0])
    except ValueError:
        faults.append(f"{record[0]!r} is no ISO date")
    if record[0] <= previous:
        faults.append(f"{record[0]} does not come after {previous}")
    for column, cell in zip(header[1:], record[1:]):
        lowest_is_allowed = column == "volume"  # a day without trades has volume 0
        if cell and not (float(cell) > 0 or (lowest_is_allowed and float(cell) == 0)):
            faults.append(f"{column} is {cell}")
    return faults


def sha256_of(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
