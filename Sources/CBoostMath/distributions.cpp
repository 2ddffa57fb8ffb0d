#include "CBoostMath.h"
#include <boost/math/special_functions/erf.hpp>

double cboost_normal_cdf(double x) { return 0.5 * boost::math::erfc(-x / 1.4142135623730950488); }
