"""Time arch's fits, one piece of work for each line read: single MODEL LAW FILE | panel FILE… | rolling N FILE."""

import sys
import time
import warnings

import numpy
from arch import arch_model

LAWS = {"normal": "normal", "student-t": "t", "skewed-t": "skewt"}
warnings.simplefilter("ignore")


def fit(returns, asymmetric=0, law="normal", start=None):
    model = arch_model(returns, mean="Constant", vol="GARCH", p=1, o=asymmetric, q=1, dist=law,
                       rescale=False)
    return model.fit(disp="off", starting_values=start)


def single(model, law, path):
    for _ in range(5):
        fit(SERIES[path], int(model == "gjr-garch"), LAWS[law]).std_err  # its robust covariance


def panel(*paths):
    for path in paths:
        fit(SERIES[path]).std_err


def rolling(window, path):
    start = None
    returns = SERIES[path]
    for end in range(int(window), len(returns)):
        found = fit(returns[end - int(window):end], law="t", start=start)
        start = found.params


def main():
    command, arguments = sys.argv[1], sys.argv[2:]
    work = {"single": single, "panel": panel, "rolling": rolling}[command]
    for path in arguments:
        if path.endswith(".txt"):
            SERIES[path] = numpy.loadtxt(path)
    for _ in sys.stdin:
        start = time.perf_counter()
        work(*arguments)
        print(time.perf_counter() - start, flush=True)


SERIES = {}
main()
