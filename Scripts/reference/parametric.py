"""Maximum-likelihood fits of Student t and expected shortfalls of log returns, by peers.

python3 Scripts/reference/parametric.py (numpy, scipy, mpmath) writes
Tests/ReferenceTests/Resources/parametric.json.
"""
import json
import os

import mpmath as mp
import numpy as np
import scipy
from scipy import optimize, special, stats

mp.mp.dps = 30
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEED = 20240607


def fits():
    result = []
    rng = np.random.default_rng(SEED)
    for nu, n, given in ((3.5, 800, None), (6.0, 1500, None), (5.0, 400, 5.0)):
        r = np.round(0.0004 + 0.011 * rng.standard_t(nu, n), 12)
        fixed = {} if given is None else {"f0": given}
        start = stats.t.fit(r, **fixed)

        def loss(x):
            shape = given if given is not None else np.exp(x[2])
            return -np.sum(stats.t.logpdf(r, shape, x[0], np.exp(x[1])))

        x = np.array([start[1], np.log(start[2])] + ([] if given else [np.log(start[0])]))
        for _ in range(5):
            x = optimize.minimize(loss, x, method="Nelder-Mead", options={
                "xatol": 1e-12, "fatol": 1e-12, "maxiter": 20000, "maxfev": 20000}).x
        result.append({
            "given": given, "returns": r.tolist(), "location": x[0], "scale": float(np.exp(x[1])),
            "degreesOfFreedom": given or float(np.exp(x[2])), "logLikelihood": -float(loss(x)),
            "scipyFit": [float(v) for v in start],
            "fisherErrors": fisher(x[0], float(np.exp(x[1])), given, x, n)})
    return result


def fisher(location, scale, given, x, n):
    """Standard errors of (location, scale, nu) from the expected information."""
    nu = given or float(np.exp(x[2]))
    center = (nu + 1) / (nu + 3) / scale ** 2
    spread = 2 * nu / (nu + 3) / scale ** 2
    if given:
        return [float((center * n) ** -0.5), float((spread * n) ** -0.5)]
    cross = -2 / (scale * (nu + 1) * (nu + 3))
    shape = (special.polygamma(1, nu / 2) - special.polygamma(1, (nu + 1) / 2)) / 4 \
        - (nu + 5) / (2 * nu * (nu + 1) * (nu + 3))
    inverse = np.linalg.inv(np.array([[spread, cross], [cross, shape]]))
    return [float(v) for v in np.sqrt(np.array([1 / center, inverse[0, 0], inverse[1, 1]]) / n)]


def shortfall(density, quantile, loss, side, tail):
    """The mean loss over the tail of a log return with this density."""
    q = quantile(tail) if side == "long" else quantile(1 - tail)
    ends = ([-mp.inf, q - 40, q - 4, q - 1, q - 0.1, q - 0.01, q] if side == "long"
            else [q, q + 0.01, q + 0.1, q + 1, q + 4, q + 40, mp.inf])
    return mp.quad(lambda x: loss(x) * density(x), ends) / tail


def shortfalls():
    result = []
    loss = {("linear", "long"): lambda x: -mp.expm1(x), ("linear", "short"): lambda x: mp.expm1(x),
            ("inverse", "long"): lambda x: mp.expm1(-x), ("inverse", "short"): lambda x: -mp.expm1(-x)}
    for m, s in ((mp.mpf("0.0005"), mp.mpf("0.02")), (mp.mpf("-0.01"), mp.mpf("0.3"))):
        for tail in (mp.mpf("0.01"), mp.mpf("0.05")):
            for (contract, side), f in loss.items():
                value = shortfall(
                    lambda x: mp.npdf(x, m, s),
                    lambda p: m + s * mp.sqrt(2) * mp.erfinv(2 * p - 1), f, side, tail)
                result.append(row("normal", m, s, None, tail, contract, side, value))
    for nu in (mp.mpf(3), mp.mpf("2.2"), mp.mpf(8)):
        for m, s in ((mp.mpf("0.0005"), mp.mpf("0.02")), (mp.mpf("-0.01"), mp.mpf("0.3"))):
            for tail in (mp.mpf("0.01"), mp.mpf("0.05")):
                c = mp.gamma((nu + 1) / 2) / (mp.gamma(nu / 2) * mp.sqrt(nu * mp.pi))
                standard = lambda z: c * (1 + z * z / nu) ** (-(nu + 1) / 2)
                cdf = lambda z: mp.betainc(nu / 2, mp.mpf(1) / 2, 0, nu / (nu + z * z),
                                           regularized=True) / 2
                guess = mp.mpf(float(stats.t.ppf(float(tail), float(nu))))
                edge = mp.findroot(lambda z: cdf(z) - tail, guess)
                for contract, side in (("linear", "long"), ("inverse", "short")):
                    # Both are bounded by one; by symmetry the short inverse is a long one at -m.
                    center = m if side == "long" else -m
                    points = [edge - 1e6, edge - 1e4, edge - 1e3, edge - 100, edge - 20, edge - 4,
                              edge - 1, edge]
                    inner = mp.quad(
                        lambda z: -mp.expm1(center + s * z) * standard(z), [-mp.inf] + points)
                    result.append(row("student-t", m, s, nu, tail, contract, side, inner / tail))
    return result


def row(law, m, s, nu, tail, contract, side, value):
    return {"law": law, "location": float(m), "scale": float(s),
            "degreesOfFreedom": None if nu is None else float(nu), "level": float(1 - tail),
            "contract": contract, "side": side, "expectedShortfall": float(value)}


with open(os.path.join(ROOT, "Tests/ReferenceTests/Resources/parametric.json"), "w") as file:
    json.dump({
        "command": "python3 Scripts/reference/parametric.py", "seed": SEED,
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "mpmath": mp.__version__},
        "fits": fits(), "shortfalls": shortfalls()}, file)
