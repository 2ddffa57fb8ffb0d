"""Write FILES of percent returns of a GARCH(1, 1) with Student-t innovations: make_garch.py FOLDER SERIES N."""

import pathlib
import sys

import numpy

folder, series, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(series):
    generator = numpy.random.Generator(numpy.random.Philox(key=[2026, number]))
    z = generator.standard_t(7, count + 500) * numpy.sqrt(5 / 7)
    h, returns = 1.0, []
    for value in z:
        e = numpy.sqrt(h) * value
        returns.append(0.05 + e)
        h = 0.03 + 0.06 * e * e + 0.02 * e * e * (e < 0) + 0.9 * h
    text = "\n".join(repr(float(r)) for r in returns[500:])
    (folder / f"s{number}.txt").write_text(text + "\n")
