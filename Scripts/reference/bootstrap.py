"""Automatic block lengths for Tests/StatisticsTests/Resources/bootstrap.json.

Run from the package root:

    python3 Scripts/reference/bootstrap.py > Tests/StatisticsTests/Resources/bootstrap.json

The rule of Politis & White (2004) with the constant of Patton, Politis & White (2009), from its
definition in exact rationals up to the last power; series are autoregressions of three decimals.
"""

import json
import math
import random
from fractions import Fraction
from platform import python_version


def series(generator, count, phi):
    x, values = 0.0, []
    for _ in range(count):
        x = phi * x + generator.gauss(0, 1)
        values.append(round(x, 3))
    return values


def block_length(values):
    n = len(values)
    exact = [Fraction(str(v)) for v in values]
    mean = sum(exact) / n
    run = max(5, math.ceil(math.sqrt(math.log10(n))))
    longest = math.ceil(math.sqrt(n))
    covariance = [sum((exact[t] - mean) * (exact[t - k] - mean) for t in range(k, n)) / n
                  for k in range(longest + run + 1)]
    bound = 2 * math.sqrt(math.log10(n) / n)

    def is_quiet(k):
        return abs(covariance[k] / covariance[0]) < bound

    m = next((k for k in range(longest + 1) if all(is_quiet(k + j) for j in range(1, run + 1))),
             longest)
    m = max(m, 1)
    width = min(2 * m, longest + run)

    def window(k):
        t = Fraction(abs(k), width)
        return 1 if t <= Fraction(1, 2) else 2 * (1 - t)

    lags = range(-width, width + 1)
    slope = sum(window(k) * abs(k) * covariance[abs(k)] for k in lags)
    spectrum = sum(window(k) * covariance[abs(k)] for k in lags)
    d = 2 * spectrum**2
    length = float(2 * slope**2 / d) ** (1 / 3) * n ** (1 / 3)
    return min(max(length, 1.0), math.ceil(min(3 * math.sqrt(n), n / 3)))


generator = random.Random(20040101)
rows = []
for count, phi in [(200, 0.6), (150, 0.0), (120, -0.5), (90, 0.98), (16, 0.3)]:
    values = series(generator, count, phi)
    rows.append(f'  {{"length": {block_length(values)!r}, "values": {json.dumps(values)}}}')
print('{\n "program": "Python %s", "command": "python3 Scripts/reference/bootstrap.py",\n'
      ' "seed": 20040101,\n "blockLengths": [\n%s\n ]\n}' % (python_version(), ",\n".join(rows)))
