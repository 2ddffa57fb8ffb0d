"""From rows of texts to the bytes of a file: order, banner, quotes, delimiters, encoding."""
import gzip
import re

NUMERIC = re.compile(r"-?[\d.,]+([eE][-+]?\d+)?")


def ordered(rng, shape, habits, body):
    """Rows in the file's order; row numbers follow that order."""
    if shape.kind == "long":
        if rng.random() < .5 or habits["order"] == "shuffled":
            body = _by_date(body)
            habits["grouping"] = "by date"
        else:
            habits["grouping"] = "by symbol"
    else:
        body = [body]
    out = []
    for part in body:
        part = list(part)
        if habits["order"] == "newest first":
            part.reverse()
        elif habits["order"] == "shuffled":
            rng.shuffle(part)
        out += part
    return out


def _by_date(parts):
    """Rows of all instruments by date; histories end together and may start later."""
    longest = max(len(p) for p in parts)
    return [[p[k - longest + len(p)] for k in range(longest) for p in parts
             if k - longest + len(p) >= 0]]


def banner(rng, habits, name):
    """Lists of cells that stand before the header."""
    kind, d = habits["banner"], habits["delimiter"]
    return {
        "none": [],
        "address": [[rng.choice(("https://www.example.com/data", "Created on 10-17-2024"
                                 + d + "https://www.example.com",
                                 "Timestamps are UTC timezone" + d + "https://example.com"))]],
        "title": [[f"Historical prices for {name}"], []],
        "security": [["Security" + d + f"{name} Equity"], ["Start Date" + d + "1/2/2018"],
                     ["End Date" + d + "12/31/2024"], ["Period" + d + "D"],
                     ["Currency" + d + "USD"], []],
        "legal": [["Market data are provided as is and without warranty."],
                  [f"{name} historical data"]],
        "download": [["Source: Example Data Services"], ["Downloaded: 2025-01-15 08:31"], []],
        "separator": [["sep=" + d]],
        "warehouse": [["Data Source in SDW: null"], [d + "EXR.D.USD.EUR.SP00.A"],
                      [d + "US dollar/Euro"], ["Collection:" + d + "Average of observations"]],
        "euronext": [["Historical Data"], ["From 2018-01-02 to 2024-12-31"], ["FR0000120271"],
                     []],
    }[kind]


def footer(rng, habits, width):
    d = habits["delimiter"]
    return {
        "none": [],
        "source": [[], ["Source: Example Data Services"]],
        "legal": [["Past performance is not a guide to future results."]],
        "copyright": [[], ["© 2025 Example Exchange. All rights reserved."]],
        "delimiters": [[d * (width - 1)]] * rng.randrange(1, 4),
    }[habits["footer"]]


def lines(rng, shape, habits, headers, body, name):
    """(lines of the file, number of lines before the header)."""
    before = [b[0] if b else "" for b in banner(rng, habits, name)]
    if habits["comments"] == "before":
        before.insert(0, f"# {name} prices of Example Data Services")
    if habits["blanks"] == "before":
        before.append("")
    top = [_line(row, habits, True) for row in headers] if habits["header"] else []
    rest = [_line(row, habits, False) for row in body]
    if habits["comments"] == "within":
        rest.insert(rng.randrange(2, len(rest)), "# revised figures follow")
    if habits["blanks"] == "within":
        for _ in range(rng.randrange(1, 4)):
            rest.insert(rng.randrange(2, len(rest)), "")
    after = [f[0] if f else "" for f in footer(rng, habits, len(body[0]))]
    if habits["comments"] == "after":
        after.append("# end of data")
    if habits["blanks"] == "after":
        after += [""] * rng.randrange(1, 4)
    return before + top + rest + after, len(before)


def _line(cells, habits, is_header):
    d, quoting = habits["delimiter"], habits["quoting"]
    texts = []
    for text in cells:
        needed = d in text or '"' in text or "\n" in text
        wanted = quoting == "all" or quoting == "text" and (
            is_header or not NUMERIC.fullmatch(text))
        texts.append('"' + text.replace('"', '""') + '"' if needed or wanted else text)
    padded = habits["padding"] and not any(t.startswith('"') for t in texts) and d != "\t"
    line = (d + " " if padded else d).join(texts)
    return line + d if habits["trailing"] else line


def encoded(habits, text_lines):
    """Bytes of the file; an encoding that lacks a letter gives way to UTF-8."""
    text = habits["newline"].join(text_lines) + habits["newline"]
    name = habits["encoding"]
    try:
        data = text.encode(name)
    except UnicodeEncodeError:
        habits["encoding"] = name = "utf-8"
        data = text.encode(name)
    if name == "utf-16-le":
        data = b"\xff\xfe" + data
    if name == "utf-16-be":
        data = b"\xfe\xff" + data
    if habits["compression"] == "gzip":
        data = gzip.compress(data, mtime=0)
    return data
