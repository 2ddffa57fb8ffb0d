#!/usr/bin/env python3
"""Seconds that a peer takes to read a CSV, or each file of a folder in a loop.

    read_prices.py PEER PATH          once, for timing the whole process
    read_prices.py PEER PATH RUNS     one number a run, import not counted; waits for a line after each
"""

import importlib
import pathlib
import sys
import time


def read(peer: str, path: pathlib.Path) -> int:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    module = importlib.import_module(peer)
    if peer == "polars":
        frames = [module.read_csv(file, try_parse_dates=True) for file in files]
    elif peer == "pandas":
        frames = [module.read_csv(file, parse_dates=["date"]) for file in files]
    else:
        # DuckDB reads a folder faster as one query than file by file.
        pattern = str(path / "*.csv") if path.is_dir() else str(path)
        frames = [module.sql(f"select * from read_csv('{pattern}', filename=true)").fetchnumpy()]
        return len(frames[0])
    return sum(frame.shape[1] for frame in frames)


def main(peer: str, path: str, runs: int | None = None) -> None:
    if runs is None:
        assert read(peer, pathlib.Path(path)) > 1
        return
    importlib.import_module(peer)
    for _ in range(runs):
        start = time.perf_counter()
        assert read(peer, pathlib.Path(path)) > 1
        print(time.perf_counter() - start, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
