"""Power of four tests at n forecasts of 99 %, computed without the package: one JSON object on standard output."""

import json
import sys

import numpy
from scipy import stats

TAIL, SIZE = 0.01, 0.05


def kupiec(count: int, rate: float) -> float:
    """The binomial probability, at a true rate, of the counts whose exact p-value is at most the size."""
    k = numpy.arange(count + 1)

    def term(x, expected):
        return numpy.where(x == 0, 0.0, x * numpy.log(numpy.maximum(x, 1) / expected))

    ratio = 2 * (term(k, count * TAIL) + term(count - k, count * (1 - TAIL)))
    null, truth = stats.binom.pmf(k, count, TAIL), stats.binom.pmf(k, count, rate)
    p_values = numpy.array([null[ratio >= value - 1e-8 * max(1, value)].sum() for value in ratio])
    return float(truth[p_values <= SIZE].sum())


def first_failure(count: int, rate: float) -> float:
    """The geometric probability of the first exceedances, within the sample, that the test rejects."""
    v = numpy.arange(1, 20_000)
    fit = numpy.where(v == 1, 0.0, -numpy.log(v) + (v - 1) * numpy.log1p(-1 / numpy.maximum(v, 2)))
    ratio = 2 * (fit - numpy.log(TAIL) - (v - 1) * numpy.log1p(-TAIL))
    null = stats.geom.pmf(v, TAIL)
    p_values = numpy.array([null[ratio >= value].sum() for value in ratio[:count]])
    return float(stats.geom.pmf(v[:count], rate)[p_values <= SIZE].sum())


def simulated(statistic, count: int, draw, null, runs: int = 100_000) -> float:
    """The share of samples of `draw` below the size's quantile among those of `null`."""
    size = max(1, 2_000_000 // count)
    def sample(source):
        parts = [statistic(source((min(size, runs - start), count))) for start in range(0, runs, size)]
        return numpy.concatenate(parts)
    return float((sample(draw) <= numpy.quantile(sample(null), SIZE)).mean())


def main() -> None:
    count = int(sys.argv[1])
    random = numpy.random.default_rng(20_261_126)
    risk, shortfall = stats.norm.isf(TAIL), stats.norm.pdf(stats.norm.isf(TAIL)) / TAIL

    def second(losses):
        return 1 - numpy.where(losses > risk, losses, 0).sum(axis=1) / (count * TAIL * shortfall)

    def bets(hits):
        wealth = numpy.zeros((len(hits), 16))
        most = numpy.zeros(len(hits))
        stakes = 0.5 * 0.001 ** (numpy.arange(16) / 15)
        for day in range(count):
            wealth += numpy.where(hits[:, day, None], numpy.log1p(stakes * (1 / TAIL - 1)),
                                  numpy.log1p(-stakes))
            most = numpy.maximum(most, numpy.log(numpy.exp(wealth).mean(axis=1)))
        return float((most >= numpy.log(1 / SIZE)).mean())

    print(json.dumps({
        "kupiec, twice the rate": kupiec(count, 2 * TAIL),
        "tuff, twice the rate": first_failure(count, 2 * TAIL),
        "acerbi-szekely-2, Student t(4)": simulated(
            second, count, lambda shape: random.standard_t(4, shape) / numpy.sqrt(2),
            random.standard_normal),
        "e-backtest, twice the rate": bets(random.random((20_000, count)) < 2 * TAIL),
    }))


if __name__ == "__main__":
    main()
