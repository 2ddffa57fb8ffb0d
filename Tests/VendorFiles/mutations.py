"""Mutations of the bytes, lines and cells of a file."""
import gzip
import re

JUNK = ("abc", "1e999", "-", "NaN", "99999999999999999999", "0", "-5", "1.2.3", '"', "1,2,3", "",
        "0x1F", "1e-400", "2023-02-30", "\x00", "١٢٣", "∞", " ")


# Mutations of bytes, then of lines, then of cells.

def flip_bit(rng, data):
    k = rng.randrange(len(data))
    return data[:k] + bytes([data[k] ^ 1 << rng.randrange(8)]) + data[k + 1:]


def delete_byte(rng, data):
    k = rng.randrange(len(data))
    return data[:k] + data[k + 1:]


def insert_byte(rng, data):
    k = rng.randrange(len(data))
    byte = rng.choice((0, 34, 44, 59, 10, 13, 255, rng.randrange(256)))
    return data[:k] + bytes([byte]) + data[k:]


def truncate(rng, data):
    return data[:rng.randrange(1, len(data))]


def repeat_chunk(rng, data):
    a = rng.randrange(len(data))
    b = min(len(data), a + rng.randrange(1, 400))
    return data[:b] + data[a:b] + data[b:]


def delete_line(rng, lines, _):
    if len(lines) > 1:
        del lines[rng.randrange(len(lines))]


def duplicate_line(rng, lines, _):
    k = rng.randrange(len(lines))
    lines.insert(rng.randrange(len(lines)), lines[k])


def swap_lines(rng, lines, _):
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def cut_line(rng, lines, _):
    k = rng.randrange(len(lines))
    lines[k] = lines[k][:rng.randrange(len(lines[k]) + 1)]


def join_lines(rng, lines, _):
    if len(lines) > 1:
        k = rng.randrange(len(lines) - 1)
        lines[k] += lines.pop(k + 1)


def repeat_first(rng, lines, _):
    lines.insert(rng.randrange(len(lines)), lines[0])


def on_cells(change):
    def mutation(rng, lines, delimiter):
        k = rng.randrange(len(lines))
        cells = lines[k].split(delimiter)
        change(rng, cells)
        lines[k] = delimiter.join(cells)
    return mutation


def delete_cell(rng, cells):
    del cells[rng.randrange(len(cells))]


def insert_cell(rng, cells):
    cells.insert(rng.randrange(len(cells) + 1), rng.choice(JUNK))


def swap_cells(rng, cells):
    a, b = rng.randrange(len(cells)), rng.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]


def replace_cell(rng, cells):
    cells[rng.randrange(len(cells))] = rng.choice(JUNK)


def change_digit(rng, cells):
    change_digit_of(rng, cells, rng.randrange(len(cells)))


def change_digit_of(rng, cells, k):
    found = [m.start() for m in re.finditer(r"\d", cells[k])]
    if found:
        p = rng.choice(found)
        cells[k] = cells[k][:p] + str(rng.randrange(10)) + cells[k][p + 1:]


def split_cell(rng, cells):
    k = rng.randrange(len(cells))
    p = rng.randrange(len(cells[k]) + 1)
    cells[k:k + 1] = [cells[k][:p], cells[k][p:]]


def change_sign(rng, cells):
    k = rng.randrange(len(cells))
    cells[k] = cells[k].translate(str.maketrans(".,", ",."))


BYTES = (flip_bit, delete_byte, insert_byte, truncate, repeat_chunk)
LINES = (delete_line, duplicate_line, swap_lines, cut_line, join_lines, repeat_first)
CELLS = (delete_cell, insert_cell, swap_cells, replace_cell, change_digit, split_cell, change_sign)


def other_volume(rng, data, case):
    """The file with digits of one volume changed, or None where it has no volume."""
    habits, columns = case["habits"], case["columns"]
    at = next((k for k, c in enumerate(columns) if c[0] == "volume"), None)
    if at is None or habits["compression"] == "gzip":
        return None
    lines = data.decode(habits["encoding"]).split(habits["newline"])
    rows = [k for k, line in enumerate(lines[case["skippedLines"] + 3:], case["skippedLines"] + 3)
            if line.count(habits["delimiter"]) == len(columns) - 1 + habits["trailing"]]
    if not rows:
        return None
    k = rng.choice(rows)
    cells = lines[k].split(habits["delimiter"])
    change_digit_of(rng, cells, at)
    lines[k] = habits["delimiter"].join(cells)
    return habits["newline"].join(lines).encode(habits["encoding"])


def mutated(rng, data, case):
    """(bytes, names of the mutations) after one to five of them."""
    habits, done = case["habits"], []
    packed = habits["compression"] == "gzip"
    data = gzip.decompress(data) if packed else data
    newline, encoding = habits["newline"], habits["encoding"]
    for _ in range(rng.randrange(1, 6)):
        kind = rng.choice((BYTES, LINES, CELLS, CELLS))
        change = rng.choice(kind)
        done.append(change.__name__)
        if kind is BYTES:
            data = change(rng, data) if data else data
            continue
        lines = data.decode(encoding, "replace").split(newline)
        (on_cells(change) if kind is CELLS else change)(rng, lines, habits["delimiter"])
        data = newline.join(lines).encode(encoding, "replace")
    if packed:
        data = gzip.compress(data, mtime=0)
        if rng.random() < .5:
            change = rng.choice((flip_bit, truncate))
            data = change(rng, data)
            done.append("packed " + change.__name__)
    return data, done
