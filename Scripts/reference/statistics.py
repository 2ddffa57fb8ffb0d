"""Reference values for Tests/StatisticsTests/Resources/special-functions.json.

Run from the package root:

    python3 Scripts/reference/statistics.py > Tests/StatisticsTests/Resources/special-functions.json

Every value is computed by mpmath at 40 digits from the double nearest to its argument and
rounded once. Roots are found on the smaller of the two tails and checked by substitution.
"""

import json
import random

import mpmath as mp

mp.mp.dps = 40
random.seed(20240628)


def double(x):
    return float(x)


def normal_cdf(x):
    return mp.erfc(-mp.mpf(x) / mp.sqrt(2)) / 2


def normal_quantile(p):
    p = mp.mpf(p)
    if p == mp.mpf(1) / 2:
        return mp.mpf(0)
    tail = min(p, 1 - p)
    # Newton on ln of the tail, which is nearly a parabola, from its leading term.
    z = mp.sqrt(-2 * mp.log(tail)) if tail < 0.1 else (mp.mpf(1) / 2 - tail) * mp.sqrt(2 * mp.pi)
    for _ in range(200):
        mass = mp.erfc(z / mp.sqrt(2)) / 2
        step = (mp.log(mass) - mp.log(tail)) * mass / mp.npdf(z)
        z += step
        if abs(step) < mp.mpf(10) ** -36 * (1 + abs(z)):
            break
    assert abs(mp.erfc(z / mp.sqrt(2)) / 2 / tail - 1) < mp.mpf(10) ** -30
    return z if p > tail else -z


def t_lower(nu, x):
    """P(T <= x) for x <= 0."""
    nu, x = mp.mpf(nu), mp.mpf(x)
    return mp.betainc(nu / 2, mp.mpf(1) / 2, 0, nu / (nu + x * x), regularized=True) / 2


def normal_cases():
    p = [2.0**-54, 1e-300, 1e-100, 1e-30, 1e-16, 1e-12, 1.3887943864964021e-11, 1e-9, 1e-6, 1e-4,
         0.001, 0.01, 0.025, 0.05, 0.07499999999999, 0.075, 0.0750000000001, 0.1, 0.3, 0.45,
         0.4999999, 0.5, 0.50000001, 0.6, 0.9, 0.925, 0.9250001, 0.975, 0.99, 0.999, 0.999999,
         1 - 2.0**-53]
    p += [random.random() for _ in range(200)]
    p += [10 ** (-18 * random.random()) for _ in range(60)]
    x = [-37.5, -30.0, -20.5, -10.1, -8.0, -5.3, -3.0, -2.326, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0, 6.0]
    return {
        "quantile": [[v, double(normal_quantile(v))] for v in p],
        "cumulative": [[v, double(normal_cdf(v))] for v in x],
        "tailMean": [[v, double(mp.npdf(normal_quantile(v)) / mp.mpf(v))]
                     for v in [1e-200, 1e-12, 0.001, 0.01, 0.025, 0.3, 0.5, 0.9, 0.999]],
    }


def t_cases():
    rows = []
    for nu in [0.7, 1.0, 1.5, 2.0, 2.1, 3.7, 5.0, 12.3, 100.0, 1234.5, 3e6]:
        for x in [-300.0, -25.0, -4.5, -1.0, -0.01]:
            if nu > 1000 and x < -30:
                continue
            rows.append([nu, x, double(t_lower(nu, x))])
    return rows


def beta_cases():
    rows = []
    for a, b, x in [(1, 250, 0.01), (5, 246, 0.04), (0.5, 0.5, 0.3), (18, 1026, 0.03),
                    (100, 3, 0.9), (2.5, 7.5, 1e-6)]:
        rows.append([a, b, x, double(mp.betainc(a, b, 0, mp.mpf(x), regularized=True)),
                     double(mp.betainc(a, b, mp.mpf(x), 1, regularized=True))])
    return rows


def binomial_cases():
    rows = []
    for n, p, k in [(250, 0.01, 0), (250, 0.01, 4), (250, 0.01, 9), (1043, 0.05, 57),
                    (600, 0.01, 25), (2500, 0.005, 40), (10, 0.5, 5)]:
        q = mp.mpf(p)
        mass = [mp.binomial(n, j) * q**j * (1 - q) ** (n - j) for j in range(n + 1)]
        rows.append([n, p, k, double(mass[k]), double(mp.fsum(mass[: k + 1])),
                     double(mp.fsum(mass[k + 1:]))])
    return rows


def bisect(rising, low, high):
    assert rising(low) < 0 < rising(high)
    for _ in range(140):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return low


def clopper_pearson_cases():
    rows = []
    for x, n, c in [(4, 250, 0.95), (1, 500, 0.9), (57, 1043, 0.99)]:
        tail = (1 - mp.mpf(c)) / 2
        share = mp.mpf(x) / n
        lower = bisect(lambda v: mp.betainc(x, n - x + 1, 0, v, regularized=True) - tail,
                       mp.mpf(0), share)
        upper = bisect(lambda v: mp.betainc(x + 1, n - x, 0, v, regularized=True) - (1 - tail),
                       share, mp.mpf(1))
        rows.append([x, n, c, double(lower), double(upper)])
    return rows


json.dump({
    "program": "mpmath " + mp.__version__,
    "command": "python3 Scripts/reference/statistics.py",
    "digits": 40,
    "seed": 20240628,
    "normal": normal_cases(),
    "studentTLowerTail": t_cases(),
    "beta": beta_cases(),
    "binomial": binomial_cases(),
    "clopperPearson": clopper_pearson_cases(),
}, __import__("sys").stdout, indent=1)
print()
