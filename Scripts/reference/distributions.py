"""Reference values for Tests/StatisticsTests/Resources/distributions.json.

Run from the package root:

    python3 Scripts/reference/distributions.py > Tests/StatisticsTests/Resources/distributions.json

Every value is computed by mpmath at 40 digits from the doubles nearest to its arguments and
rounded once. Moments and tail means are numerical integrals of the density, never the closed
forms of the package; each density is checked to have mass 1 and, where it should, mean 0 and
variance 1. Quantiles are roots on the smaller of the two tails, checked by substitution.
"""

import json
import sys

import mpmath as mp

mp.mp.dps = 40
HALF = mp.mpf(1) / 2
TAILS = [1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.025, 0.05, 0.2, 0.45, 0.5, 0.7, 0.99]
POINTS = [-12.0, -5.0, -2.5, -1.0, -0.3, 0.0, 0.2, 0.7, 1.5, 3.0, 8.0]


class SkewedT:
    """Hansen (1994), equations 10 to 13, with nu degrees of freedom and skewness lam."""

    def __init__(self, nu, lam):
        nu, lam = mp.mpf(nu), mp.mpf(lam)
        self.nu, self.lam = nu, lam
        self.c = mp.gammaprod([(nu + 1) / 2], [nu / 2]) / mp.sqrt(mp.pi * (nu - 2))
        self.a = 4 * lam * self.c * (nu - 2) / (nu - 1)
        self.b = mp.sqrt(1 + 3 * lam**2 - self.a**2)

    def density(self, z):
        y = self.b * z + self.a
        width = 1 - self.lam if y < 0 else 1 + self.lam
        growth = 1 + (y / width) ** 2 / (self.nu - 2)
        return self.b * self.c * growth ** (-(self.nu + 1) / 2)

    def tails(self, z):
        """P(Z <= z) and P(Z > z)."""
        y = self.b * z + self.a
        width = 1 - self.lam if y < 0 else 1 + self.lam
        square = (y / width) ** 2 / (self.nu - 2)
        mass = width * t_tail(self.nu, square) / 2
        return (mass, 1 - mass) if y < 0 else (1 - mass, mass)

    @property
    def breaks(self):
        return [-self.a / self.b]


def t_tail(nu, square):
    """P(|T| > x) of Student's t at x^2 = nu * square."""
    if nu * square < 1:
        # Near 0 it is 1 less a multiple of x, of which 1/(1 + square) would lose all digits.
        return 1 - mp.betainc(HALF, nu / 2, 0, square / (1 + square), regularized=True)
    return mp.betainc(nu / 2, HALF, 0, 1 / (1 + square), regularized=True)


class ErrorDistribution:
    """The generalized error distribution of unit variance (Nelson 1991)."""

    def __init__(self, shape):
        k = mp.mpf(shape)
        self.k = k
        self.scale = mp.sqrt(mp.gamma(1 / k) / mp.gamma(3 / k))
        self.peak = k / (2 * self.scale * mp.gamma(1 / k))

    def density(self, z):
        return self.peak * mp.exp(-(abs(z) / self.scale) ** self.k)

    def tails(self, z):
        mass = mp.gammainc(1 / self.k, (abs(z) / self.scale) ** self.k, regularized=True) / 2
        return (mass, 1 - mass) if z < 0 else (1 - mass, mass)

    @property
    def breaks(self):
        edges = [self.scale * (1 + m / self.k) for m in (-20, -8, -3, -1, 0, 1, 2, 4)]
        return [mp.mpf(0)] + [s * x for x in edges for s in (-1, 1)]


def integrate(f, low, high, breaks):
    """The integral of a function that decays like a power or faster, by x = +-e^u far out."""
    def outward(start, sign):
        total, width = mp.mpf(0), mp.mpf(4)
        u = mp.log(start)
        while True:
            piece = mp.quad(lambda v: f(sign * mp.exp(v)) * mp.exp(v), [u, u + width])
            total += piece
            u += width
            if abs(piece) <= abs(total) * mp.mpf(10) ** -32 or u > 4000:
                return total

    edge = mp.mpf(16)
    total = mp.mpf(0)
    if low == -mp.inf:
        low = min(-edge, high)
        total += outward(-low, -1)
    if high == mp.inf:
        high = max(edge, low)
        total += outward(high, 1)
    inner = [x for x in sorted(list(breaks) + [mp.mpf(k) / 2 for k in range(-40, 41)])
             if low < x < high]
    if low < high:
        total += mp.quad(f, [low] + inner + [high])
    return total


def moment(dist, power, low, high):
    return integrate(lambda z: z**power * dist.density(z), low, high, dist.breaks)


def check(dist):
    for power, expected in [(0, 1), (1, 0), (2, 1)]:
        value = (moment(dist, power, -mp.inf, dist.breaks[0])
                 + moment(dist, power, dist.breaks[0], mp.inf))
        assert abs(value - expected) < mp.mpf(10) ** -20, (vars(dist), power, value)
    z = mp.mpf("-1.7")
    mass = moment(dist, 0, -mp.inf, z)
    assert abs(mass / dist.tails(z)[0] - 1) < mp.mpf(10) ** -20, (vars(dist), mass)


def root(dist, lower, tail):
    """The z with tail mass beyond it, below (lower) or above."""
    tail = mp.mpf(tail)
    side, other = (0, 1) if lower else (1, 0)
    sign = -1 if lower else 1

    def excess(z):
        masses = dist.tails(z)
        if tail <= HALF:
            return mp.log(masses[side] / tail) if masses[side] > 0 else -mp.inf
        return mp.log((1 - tail) / masses[other])

    inner, outer = -sign * mp.mpf(1), sign * mp.mpf(1)
    while excess(inner) < 0:
        inner *= 2
    while excess(outer) > 0:
        outer *= 2
    for _ in range(40):
        middle = (inner + outer) / 2
        inner, outer = (middle, outer) if excess(middle) > 0 else (inner, middle)
    z = (inner + outer) / 2
    for _ in range(100):
        step = excess(z) * (dist.tails(z)[side] if tail <= HALF else dist.tails(z)[other])
        step = sign * step / dist.density(z)
        z += step
        if abs(step) < mp.mpf(10) ** -34 * (1 + abs(z)):
            break
    assert abs(excess(z)) < mp.mpf(10) ** -28, (vars(dist), tail, excess(z))
    return z


def standardized(make, parameters, tail_means=True):
    points, tails, moments, partials = [], [], [], []
    for p in parameters:
        dist = make(*p)
        check(dist)
        moments.append([*p, 2 * moment(dist, 1, 0, mp.inf), moment(dist, 2, -mp.inf, 0)])
        for z in POINTS:
            below, above = dist.tails(mp.mpf(z))
            if min(below, above) > mp.mpf(10) ** -250:
                points.append([*p, z, mp.log(dist.density(mp.mpf(z))), below, above])
        for z in [-4.0, -0.4, 0.3, 2.5]:
            partials.append([*p, z, moment(dist, 1, -mp.inf, z), moment(dist, 2, -mp.inf, z)])
        for t in TAILS:
            low, high = root(dist, True, t), root(dist, False, t)
            tails.append([*p, t, low, high, moment(dist, 1, -mp.inf, low) / mp.mpf(t),
                          moment(dist, 1, high, mp.inf) / mp.mpf(t)])
    return {"points": points, "tails": tails, "moments": moments, "partialMoments": partials}


def growth(shape, y):
    """ln(1 + shape y)/shape, and y at shape 0."""
    return mp.log1p(shape * y) / shape if shape else mp.mpf(y)


def inverse_growth(shape, level):
    return mp.expm1(shape * level) / shape if shape else mp.mpf(level)


def pareto_cases():
    points, tails = [], []
    for xi, beta in [(-0.5, 1.0), (-0.1, 0.8), (-1e-9, 1.0), (0.0, 1.0), (1e-13, 2.0),
                     (1e-6, 0.7), (0.2, 1.5), (0.9, 0.01), (1.5, 1.0)]:
        shape, scale = mp.mpf(xi), mp.mpf(beta)
        for x in [1e-13 * beta, 1e-3 * beta, 0.5 * beta, 1.9 * beta, 30 * beta]:
            if xi * x <= -beta:
                continue
            level = growth(shape, mp.mpf(x) / scale)
            points.append([xi, beta, x, -mp.log(scale) - (1 + shape) * level,
                           -mp.expm1(-level), mp.exp(-level)])
        for t in TAILS:
            q = scale * inverse_growth(shape, -mp.log(mp.mpf(t)))
            low = scale * inverse_growth(shape, -mp.log1p(-mp.mpf(t)))
            # E[X | X > q] is the integral of the quantile over the tail, s = t e^-v.
            mean = mp.inf if xi >= 1 else mp.quad(
                lambda v: scale * inverse_growth(shape, v - mp.log(mp.mpf(t))) * mp.exp(-v),
                [0, 1, 10, 50, 200, 1000])
            tails.append([xi, beta, t, low, q, mean])
    return {"points": points, "tails": tails}


def rounded(node):
    if isinstance(node, dict):
        return {key: rounded(value) for key, value in node.items()}
    if isinstance(node, list):
        return [rounded(value) for value in node if value != mp.inf]
    return float(node)


SKEWED_T = [(2.05, 0.3), (2.5, -0.7), (3.5, 0.0), (5.0, -0.1), (8.0, 0.2), (30.0, 0.95),
            (4.0, -0.99), (2000.0, 0.4), (1e8, 0.0), (1e8, -0.5)]
SHAPES = [(0.3,), (0.7,), (1.0,), (1.05,), (1.5,), (2.0,), (3.7,), (20.0,), (400.0,)]


def line(row):
    return json.dumps(row)


tables = rounded({
    "hansenSkewedT": standardized(SkewedT, SKEWED_T),
    "generalizedError": standardized(ErrorDistribution, SHAPES),
    "generalizedPareto": pareto_cases(),
})
head = {"program": "mpmath " + mp.__version__,
        "command": "python3 Scripts/reference/distributions.py", "digits": 40}
out = [f' "{key}": {json.dumps(value)}' for key, value in head.items()]
for name, parts in tables.items():
    inner = [f'  "{part}": [\n   ' + ",\n   ".join(line(r) for r in rows) + "\n  ]"
             for part, rows in parts.items()]
    out.append(f' "{name}": {{\n' + ",\n".join(inner) + "\n }")
sys.stdout.write("{\n" + ",\n".join(out) + "\n}\n")
