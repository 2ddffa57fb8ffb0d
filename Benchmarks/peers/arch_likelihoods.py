"""Print arch's log-likelihoods of files of returns: series,model,innovations,log-likelihood,flag."""

import pathlib
import sys
import warnings

import numpy
from arch import arch_model

ORDERS = {"garch": ("GARCH", 0), "gjr-garch": ("GARCH", 1), "egarch": ("EGARCH", 1)}
LAWS = {"normal": "normal", "student-t": "t", "skewed-t": "skewt"}

warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    returns = numpy.loadtxt(path)
    for name, (volatility, asymmetric) in ORDERS.items():
        for innovations, law in LAWS.items():
            model = arch_model(
                returns, mean="Constant", vol=volatility, p=1, o=asymmetric, q=1, dist=law,
                rescale=False)
            fit = model.fit(disp="off", options={"maxiter": 1000}, tol=1e-10)
            print(pathlib.Path(path).stem, name, innovations, repr(float(fit.loglikelihood)),
                  fit.convergence_flag, sep=",", flush=True)
