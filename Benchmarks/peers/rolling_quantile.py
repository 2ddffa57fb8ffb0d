"""Time the rolling 1 % quantile of pandas or Polars over the columns of a file, one run for each line read.

Arguments: pandas | polars, the file of numpy, a window. After the timed runs it writes the values beside it.
"""

import sys
import time

import numpy


def pandas_runner(panel, window):
    import pandas

    frame = pandas.DataFrame(panel)
    return lambda: frame.rolling(window).quantile(0.01)


def polars_runner(panel, window):
    import polars

    frame = polars.DataFrame(panel)
    rolled = polars.all().rolling_quantile(0.01, interpolation="linear", window_size=window)
    return lambda: frame.select(rolled)


def main():
    name, path, window = sys.argv[1], sys.argv[2], int(sys.argv[3])
    run = {"pandas": pandas_runner, "polars": polars_runner}[name](numpy.load(path), window)
    for _ in sys.stdin:
        start = time.perf_counter()
        result = run()
        print(time.perf_counter() - start, flush=True)
    values = result.to_numpy().astype(float)
    numpy.ascontiguousarray(values.T).tofile(f"{path}.{name}")


main()
