"""Exponentially weighted and score-driven volatility by arch and by a computation of its own.

python3 Scripts/reference/volatility.py (numpy, scipy, arch 8.0.0) writes
Tests/ReferenceTests/Resources/volatility.json. Returns are in percent, the mean is constant.
"""
import json
import math
import os

import arch
import numpy as np
import scipy
from arch.univariate import (GeneralizedError, Normal, SkewStudent, StudentsT, ConstantMean,
                             EWMAVariance, RiskMetrics2006, ZeroMean)
from scipy import optimize
from scipy.special import gammaln

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RESOURCES = os.path.join(ROOT, "Tests", "ReferenceTests", "Resources")
SERIES = ["dem2gbp", "sp500_2010_2018", "synth_garch_t"]
LAWS = {"normal": [], "student-t": [7.0], "skewed-t": [7.0, -0.05], "generalized-error": [1.4]}
BOUNDS = {"normal": [], "student-t": [(2.05, 500)], "skewed-t": [(2.05, 500), (-0.99, 0.99)],
          "generalized-error": [(1.01, 100)]}

# UniGASFit(UniGASSpec(Dist, ScalingType = "Identity", GASPar = list(scale = TRUE)), r) of R's GAS 0.3.3: the
# log-likelihood, mu, kappa, A and B of the logarithm of the squared scale, nu, and the squared scale at the
# first, the hundredth and the last return.
GAS = [
    ("dem2gbp", "normal", -1119.15066405061,
     -0.00603006223561284, -0.095471351729015358, 0.1582594530948486, 0.9444728719617492, None,
     0.179180048402012, 0.21664602968723, 0.120886970792942),
    ("dem2gbp", "student-t", -991.937567576095,
     0.00413462292873345, -0.074212196745197037, 0.3481674652768963, 0.9677770094974893, 4.51073135391608,
     0.0999502988984026, 0.161356091212359, 0.0740385246256591),
    ("sp500_2010_2018", "normal", -2747.62808091149,
     0.0684275054372242, -0.02112811942602928, 0.1924568945523899, 0.9465065962695768, None,
     0.67370239404064, 2.35147244512589, 3.59581119519003),
    ("sp500_2010_2018", "student-t", -2663.80919491916,
     0.0846533799346327, -0.02907443800080561, 0.3635771733719708, 0.9640689772886432, 5.40101674382362,
     0.445225811680354, 1.65937511243164, 2.48552068055926),
    ("synth_garch_t", "normal", -3366.52112222951,
     0.0339533868444481, -0.003050790570254459, 0.144392881139747, 0.9776491275297829, None,
     0.872410360969685, 0.386885255419613, 1.98703532391667),
    ("synth_garch_t", "student-t", -3331.03188181661,
     0.0468190774453858, -0.008457992900676645, 0.2067424837778312, 0.9783997412432456, 7.99910863906412,
     0.675995368287548, 0.309790711412997, 1.5211823787265),
]


def returns(name):
    path = os.path.join(RESOURCES, "data", f"garch_{name}.csv")
    return np.genfromtxt(path, delimiter=",", names=True, usecols=("r",), dtype=None)["r"]


def law(family, shape):
    """ln f(z) and u(z) = -z f'(z)/f(z) - 1 of a law with mean zero and variance one."""
    if family == "normal":
        return (lambda z: -0.5 * math.log(2 * math.pi) - 0.5 * z * z), (lambda z: z * z - 1)
    if family == "generalized-error":
        s = shape[0]
        k = math.exp(0.5 * (-2 / s * math.log(2) + gammaln(1 / s) - gammaln(3 / s)))
        c = math.log(s) - math.log(k) - (1 + 1 / s) * math.log(2) - gammaln(1 / s)
        return (lambda z: c - 0.5 * abs(z / k) ** s), (lambda z: 0.5 * s * abs(z / k) ** s - 1)
    nu, skew = shape[0], shape[1] if len(shape) > 1 else 0.0
    c = math.exp(gammaln((nu + 1) / 2) - gammaln(nu / 2)) / math.sqrt(math.pi * (nu - 2))
    a = 4 * skew * c * (nu - 2) / (nu - 1)
    b = math.sqrt(1 + 3 * skew ** 2 - a ** 2)

    def side(z):
        return 1 + skew if b * z + a >= 0 else 1 - skew

    def log_density(z):
        return math.log(b * c) - (nu + 1) / 2 * math.log1p(((b * z + a) / side(z)) ** 2 / (nu - 2))

    def score(z):
        x, w = b * z + a, side(z) ** 2 * (nu - 2)
        return (nu + 1) * x * b * z / (w + x * x) - 1

    return log_density, score


def score_driven(r, first, family, asymmetric, p):
    """ln-likelihood and variances; p is mu, omega, alpha, [gamma], beta, shape."""
    mu, omega, alpha = p[0], p[1], p[2]
    gamma = p[3] if asymmetric else 0.0
    beta = p[3 + asymmetric]
    log_density, score = law(family, list(p[4 + asymmetric:]))
    x, total, h = omega + beta * 0.5 * math.log(first), 0.0, []
    for value in r:
        if not abs(x) < 60:
            return -math.inf, h
        h.append(math.exp(2 * x))
        z = (value - mu) * math.exp(-x)
        total += log_density(z) - x
        u = score(z)
        sign = 1.0 if z < 0 else -1.0 if z > 0 else 0.0
        x = omega + alpha * u + gamma * sign * (u + 1) + beta * x
    h.append(math.exp(2 * x))
    return total, h


def averaged(r, first, family, asymmetric, p):
    """The same for an exponentially weighted average; p is mu, decay, [leverage], shape."""
    mu, decay = p[0], p[1]
    leverage = p[2] if asymmetric else 0.0
    log_density, _ = law(family, list(p[2 + asymmetric:]))
    v, total, h = first, 0.0, []
    for value in r:
        if not 1e-30 < v < 1e30:
            return -math.inf, h
        h.append(v)
        e = value - mu
        total += log_density(e / math.sqrt(v)) - 0.5 * math.log(v)
        sign = 1.0 if e > 0 else -1.0 if e < 0 else 0.0
        v = decay * v + (1 - decay) * (e * e - leverage * sign * e * e)
    h.append(v)
    return total, h


def maximum(run, starts, bounds):
    """The best of several searches, each polished until it stands still."""
    def loss(x):
        if any(not lo <= v <= hi for v, (lo, hi) in zip(x, bounds)):
            return 1e10
        value = run([float(v) for v in x])[0]
        return -value if math.isfinite(value) else 1e10

    best = None
    for start in starts:
        x = optimize.minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
        for _ in range(2):
            x = optimize.minimize(loss, x, method="Nelder-Mead", options={
                "xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000, "maxfev": 4000}).x
        if best is None or loss(x) < best[0]:
            best = loss(x), x
    return -best[0], [float(v) for v in best[1]]


def fixed(run, p):
    value, h = run(p)
    return {"parameters": p, "logLikelihood": value, "first": h[0], "hundredth": h[99],
            "last": h[-2], "next": h[-1]}


def own_cases(name, r, first, kind, family):
    asymmetric = kind.endswith("asymmetric")
    driven = kind.startswith("score")
    function = score_driven if driven else averaged
    shape = LAWS[family]
    level = 0.5 * math.log(first)

    def run(p):
        return function(r, first, family, asymmetric, p)

    if driven:
        tail = [0.01] if asymmetric else []
        starts = [[0.0, (1 - b) * level, a, *tail, b, *shape]
                  for a, b in ((0.04, 0.98), (0.08, 0.95), (0.1, 0.85))]
        bounds = [(-1, 1), (-5, 5), (-2, 2)] + [(-2, 2)] * asymmetric + [(-1, 1)] + BOUNDS[family]
    else:
        starts = [[0.0, d, *([0.2] if asymmetric else []), *shape] for d in (0.94, 0.97)]
        bounds = [(-1, 1), (0.01, 0.9999)] + [(-1, 1)] * asymmetric + BOUNDS[family]
    value, best = maximum(run, starts, bounds)
    rounded = [round(v, 3) for v in best]
    return {"series": name, "recursion": kind, "innovations": family, "presample": first,
            "fixed": fixed(run, rounded), "fit": {"parameters": best, "logLikelihood": value}}


def arch_averages(name, r, first, family):
    kinds = {"normal": Normal, "student-t": StudentsT, "skewed-t": SkewStudent,
             "generalized-error": GeneralizedError}
    model = ConstantMean(r, volatility=EWMAVariance(None), distribution=kinds[family](),
                         rescale=False)
    fit = model.fit(disp="off", backcast=first, tol=1e-12, options={"maxiter": 1000})
    return {"series": name, "recursion": "ewma", "innovations": family, "presample": first,
            "fit": {"parameters": [float(v) for v in fit.params],
                    "logLikelihood": float(fit.loglikelihood)}}


def arch_components(name, r, first):
    """A run from a given first variance, and forecasts after n returns by arch's own start."""
    def model(x):
        return ZeroMean(x, volatility=RiskMetrics2006(), rescale=False)

    h = model(r).fit(disp="off", backcast=first).conditional_volatility ** 2
    forecasts = {}
    for n in (30, 400, len(r)):
        forecast = model(r[:n]).fit(disp="off").forecast(horizon=1, reindex=False)
        forecasts[str(n)] = float(forecast.variance.values[-1, 0])
    return {"series": name, "first": first, "path": {str(t): float(h[t]) for t in (0, 1, 99, 999)},
            "forecasts": forecasts}


def gas_cases():
    """Their parameters as those of ln sigma: omega, alpha, beta, and the variance before the start."""
    cases = []
    for name, family, value, mu, kappa, a, b, nu, *scales in GAS:
        spread = 1.0 if nu is None else nu / (nu - 2)
        shape = [] if nu is None else [nu]
        omega = 0.5 * (kappa + (1 - b) * math.log(spread))
        cases.append({"series": name, "innovations": family, "logLikelihood": value,
                      "presample": math.exp(kappa / (1 - b)) * spread,
                      "parameters": [mu, omega, a / 4, b, *shape],
                      "variances": [v * spread for v in scales]})
    return cases


def main():
    result = {"program": f"python3 Scripts/reference/volatility.py, arch {arch.__version__}, "
                         f"numpy {np.__version__}, scipy {scipy.__version__}",
              "arch": [], "gas": gas_cases(), "own": [], "riskMetrics2006": []}
    for name in SERIES:
        r = returns(name)
        first = round(float(np.var(r)), 6)
        result["riskMetrics2006"].append(arch_components(name, r, first))
        values = [float(v) for v in r]
        for family in LAWS:
            result["arch"].append(arch_averages(name, r, first, family))
            for kind in ("ewma-asymmetric", "score-symmetric", "score-asymmetric"):
                case = own_cases(name, values, first, kind, family)
                result["own"].append(case)
                print(name, kind, family, case["fit"]["logLikelihood"], flush=True)
    with open(os.path.join(RESOURCES, "volatility.json"), "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
