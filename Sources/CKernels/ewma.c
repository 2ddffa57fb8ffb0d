#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"

enum { width = 4 };

ALWAYS_INLINE void exponential_weights(
    const ckernels_series *series, const int asymmetric, const int means,
    const double *parameters, double *variances, double *slopes) {
  const double decay = parameters[0], leverage = asymmetric ? parameters[1] : 0;
  const double weight = 1 - decay;
  const double after_fall = weight * (1 + leverage), after_rise = weight * (1 - leverage);
  const int mean = 1 + asymmetric;
  double state = series->presample;
  double slope[width] = {0};
  double fresh[width] = {0};
  for (int m = 0; m < means; m++) slope[mean + m] = series->presample_slopes[m];
  for (size_t t = 0; t < series->count; t++) {
    variances[t] = state;
    double e = series->residuals[t];
    double size = e * e;
    double reaction = asymmetric && e < 0 ? after_fall : after_rise;
    if (slopes) {
      double relative = 1 / state;
      for (int i = 0; i < width; i++) slopes[t * width + i] = slope[i] * relative;
      double sign = e < 0 ? -1 : 1;
      fresh[0] = state - (asymmetric ? (1 - leverage * sign) * size : size);
      if (asymmetric) fresh[1] = -(weight * sign) * size;
      double pull = 2 * (reaction * e);
      if (means > 0) fresh[mean] = -pull;
      if (means > 1) fresh[mean + 1] = -pull * series->lagged[t];
      for (int i = 0; i < width; i++) slope[i] = decay * slope[i] + fresh[i];
    }
    state = reaction * size + decay * state;
  }
}

#define EXPONENTIAL_WEIGHTS(name, asymmetric, means)                              \
  RUN_TIME_DISPATCH static void name(                                             \
      const ckernels_series *series, const double *parameters, double *variances, \
      double *slopes) {                                                           \
    exponential_weights(series, asymmetric, means, parameters, variances, slopes); \
  }

EXPONENTIAL_WEIGHTS(symmetric_zero, 0, 0)
EXPONENTIAL_WEIGHTS(symmetric_constant, 0, 1)
EXPONENTIAL_WEIGHTS(symmetric_lag, 0, 2)
EXPONENTIAL_WEIGHTS(asymmetric_zero, 1, 0)
EXPONENTIAL_WEIGHTS(asymmetric_constant, 1, 1)
EXPONENTIAL_WEIGHTS(asymmetric_lag, 1, 2)

void ckernels_ewma(
    const ckernels_series *series, int asymmetric, const double *parameters, double *variances,
    double *slopes) {
  static void (*const kernels[2][3])(
      const ckernels_series *, const double *, double *, double *) = {
      {symmetric_zero, symmetric_constant, symmetric_lag},
      {asymmetric_zero, asymmetric_constant, asymmetric_lag},
  };
  kernels[asymmetric != 0][series->means](series, parameters, variances, slopes);
}
