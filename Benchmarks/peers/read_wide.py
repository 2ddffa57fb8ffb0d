#!/usr/bin/env python3
"""Seconds that pandas takes to read a wide CSV, one number a run, imports not counted."""

import sys
import time

import pandas


def main(path: str, runs: int) -> None:
    for _ in range(runs):
        start = time.perf_counter()
        frame = pandas.read_csv(path)
        seconds = time.perf_counter() - start
        assert frame.shape[1] > 1
        print(seconds, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
