#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"

#include <math.h>
#include <string.h>

enum { partial_sums = 8 };

static double sum_of(const double *partial) {
  return ((partial[0] + partial[4]) + (partial[2] + partial[6])) +
         ((partial[1] + partial[5]) + (partial[3] + partial[7]));
}

RUN_TIME_DISPATCH
void ckernels_residuals(
    const double *restrict returns, const double *restrict lagged, size_t count, int means,
    const double *restrict mean, double *restrict residuals, double sums[3]) {
  const double constant = means > 0 ? mean[0] : 0, slope = means > 1 ? mean[1] : 0;
  double squares[partial_sums] = {0}, plain[partial_sums] = {0}, cross[partial_sums] = {0};
  for (size_t t = 0; t < count; t++) residuals[t] = returns[t] - constant;
  if (means > 1) {
    for (size_t t = 0; t < count; t++) residuals[t] -= slope * lagged[t];
  }
  size_t whole = count / partial_sums * partial_sums;
  for (size_t t = 0; t < whole; t += partial_sums) {
    for (int l = 0; l < partial_sums; l++) {
      squares[l] += residuals[t + l] * residuals[t + l];
      plain[l] += residuals[t + l];
    }
  }
  for (size_t t = whole; t < count; t++) {
    squares[t - whole] += residuals[t] * residuals[t];
    plain[t - whole] += residuals[t];
  }
  if (means > 1) {
    for (size_t t = 0; t < count; t++) cross[t % partial_sums] += residuals[t] * lagged[t];
  }
  sums[0] = sum_of(squares);
  sums[1] = sum_of(plain);
  sums[2] = sum_of(cross);
}

/* Writes the derivatives of |e|^power by the parameters of the mean, times `weight`, into `row`. */
ALWAYS_INLINE void mean_terms(
    const ckernels_series *series, size_t t, double weight, double *row) {
  if (series->means > 0) row[0] = -weight;
  if (series->means > 1) row[1] = -weight * series->lagged[t];
}

/* Columns of a row, four per vector, so that a row stays in registers. */
typedef double columns4 __attribute__((vector_size(32)));
#define AT(row, column) (row)[(column) / 4][(column) % 4]

/* The first-order recursion, the most common case: no lookup of past states, and constants wherever
   possible. */
ALWAYS_INLINE void first_order(
    const ckernels_series *series, const int asymmetric, const int power, const int means,
    const int width, const double *parameters, double *variances, double *slopes) {
  const double omega = parameters[0], alpha = parameters[1];
  const double gamma = asymmetric ? parameters[2] : 0;
  const double beta = parameters[2 + asymmetric];
  const int mean = 3 + asymmetric;
  const double early = series->presample;
  const double persistence = alpha + 0.5 * gamma + beta;
  double state = omega + persistence * early;
  columns4 slope[2] = {{1, early}};
  if (asymmetric) AT(slope, 2) = 0.5 * early;
  AT(slope, 2 + asymmetric) = early;
  for (int i = 0; i < means; i++) AT(slope, mean + i) = persistence * series->presample_slopes[i];

  for (size_t t = 0; t < series->count; t++) {
    variances[t] = power == 2 ? state : state * state;
    double e = series->residuals[t];
    double size = power == 2 ? e * e : fabs(e);
    double reaction = asymmetric && e < 0 ? alpha + gamma : alpha;
    double kept = beta * state;
    KEEP_SCALAR(kept);
    if (slopes) {
      double relative = (power == 2 ? 1.0 : 2.0) / state;
      double pull = power == 2 ? 2 * e : (e < 0 ? -1.0 : 1.0);
      columns4 fresh[2] = {{1, size}};
      if (asymmetric) AT(fresh, 2) = e < 0 ? size : 0;
      AT(fresh, 2 + asymmetric) = state;
      if (means > 0) AT(fresh, mean) = -reaction * pull;
      if (means > 1) AT(fresh, mean + 1) = -reaction * pull * series->lagged[t];
      for (int i = 0; i < width / 4; i++) {
        const columns4 row = slope[i] * relative;
        memcpy(slopes + t * (size_t)width + 4 * i, &row, sizeof row);
        slope[i] = beta * slope[i] + fresh[i];
      }
    }
    state = omega + reaction * size + kept;
  }
}

#define FIRST_ORDER(name, asymmetric, power, means, width)                          \
  RUN_TIME_DISPATCH static void name(                                               \
      const ckernels_series *series, const double *parameters, double *variances,   \
      double *slopes) {                                                             \
    first_order(series, asymmetric, power, means, width, parameters, variances, slopes); \
  }

FIRST_ORDER(symmetric_square_zero, 0, 2, 0, 4)
FIRST_ORDER(symmetric_square_constant, 0, 2, 1, 4)
FIRST_ORDER(symmetric_square_lag, 0, 2, 2, 8)
FIRST_ORDER(asymmetric_square_zero, 1, 2, 0, 4)
FIRST_ORDER(asymmetric_square_constant, 1, 2, 1, 8)
FIRST_ORDER(asymmetric_square_lag, 1, 2, 2, 8)
FIRST_ORDER(symmetric_absolute_zero, 0, 1, 0, 4)
FIRST_ORDER(symmetric_absolute_constant, 0, 1, 1, 4)
FIRST_ORDER(symmetric_absolute_lag, 0, 1, 2, 8)
FIRST_ORDER(asymmetric_absolute_zero, 1, 1, 0, 4)
FIRST_ORDER(asymmetric_absolute_constant, 1, 1, 1, 8)
FIRST_ORDER(asymmetric_absolute_lag, 1, 1, 2, 8)

typedef void (*first_order_kernel)(const ckernels_series *, const double *, double *, double *);

static const first_order_kernel first_order_kernels[2][2][3] = {
    {{symmetric_square_zero, symmetric_square_constant, symmetric_square_lag},
     {asymmetric_square_zero, asymmetric_square_constant, asymmetric_square_lag}},
    {{symmetric_absolute_zero, symmetric_absolute_constant, symmetric_absolute_lag},
     {asymmetric_absolute_zero, asymmetric_absolute_constant, asymmetric_absolute_lag}},
};

/* |e(t)|^power, or the presample value for t < 0. */
ALWAYS_INLINE double size_at(const ckernels_series *series, ptrdiff_t t, int power) {
  if (t < 0) return series->presample;
  double e = series->residuals[t];
  return power == 2 ? e * e : fabs(e);
}

/* The weight of gamma's term at t: one half before the first observation. */
ALWAYS_INLINE double share_below_zero(const ckernels_series *series, ptrdiff_t t) {
  return t < 0 ? 0.5 : series->residuals[t] < 0 ? 1 : 0;
}

ALWAYS_INLINE double state_at(
    const ckernels_series *series, const double *variances, ptrdiff_t t, int power) {
  if (t < 0) return series->presample;
  return power == 2 ? variances[t] : sqrt(variances[t]);
}

/* The recursion of any order: past states are read from the variances and their slopes from the
   rows, which hold derivatives of sigma^power until the end. */
static void any_order(
    const ckernels_series *series, int p, int o, int q, int power, const double *parameters,
    double *variances, double *slopes, size_t width) {
  const double *alpha = parameters + 1, *gamma = alpha + p, *beta = gamma + o;
  const int mean = 1 + p + o + q;
  for (ptrdiff_t t = 0; t < (ptrdiff_t)series->count; t++) {
    double row[ckernels_widest_row] = {1};
    double state = parameters[0];
    for (int i = 0; i < p; i++) {
      ptrdiff_t past = t - 1 - i;
      double size = size_at(series, past, power);
      double share = i < o ? share_below_zero(series, past) : 0;
      double reaction = alpha[i] + (i < o ? gamma[i] * share : 0);
      state += reaction * size;
      row[1 + i] = size;
      if (i < o) row[1 + p + i] = share * size;
      for (int m = 0; m < series->means; m++) {
        if (past < 0) {
          row[mean + m] += reaction * series->presample_slopes[m];
        } else {
          double e = series->residuals[past];
          double pull = power == 2 ? 2 * e : (e < 0 ? -1.0 : 1.0);
          row[mean + m] -= reaction * pull * (m == 0 ? 1 : series->lagged[past]);
        }
      }
    }
    for (int j = 0; j < q; j++) {
      ptrdiff_t past = t - 1 - j;
      double before = state_at(series, variances, past, power);
      state += beta[j] * before;
      row[1 + p + o + j] += before;
      if (!slopes) continue;
      if (past < 0) {
        for (int m = 0; m < series->means; m++) {
          row[mean + m] += beta[j] * series->presample_slopes[m];
        }
      } else {
        for (size_t i = 0; i < width; i++) row[i] += beta[j] * slopes[past * width + i];
      }
    }
    variances[t] = power == 2 ? state : state * state;
    if (slopes) memcpy(slopes + t * width, row, width * sizeof(double));
  }
  if (!slopes) return;
  for (size_t t = 0; t < series->count; t++) {
    double relative = power == 2 ? 1 / variances[t] : 2 / sqrt(variances[t]);
    for (size_t i = 0; i < width; i++) slopes[t * width + i] *= relative;
  }
}

void ckernels_threshold_garch(
    const ckernels_series *series, int p, int o, int q, int power, const double *parameters,
    double *variances, double *slopes, size_t width) {
  if (p == 1 && q == 1) {
    first_order_kernels[power == 1][o][series->means](series, parameters, variances, slopes);
  } else {
    any_order(series, p, o, q, power, parameters, variances, slopes, width);
  }
}

void ckernels_aparch(
    const ckernels_series *series, const double *parameters, double *variances, double *slopes,
    size_t width) {
  const double omega = parameters[0], alpha = parameters[1], gamma = parameters[2];
  const double beta = parameters[3], delta = parameters[4];
  /* Before the first observation |e| = sigma and signs are symmetric: (|e| - gamma e)^delta counts
     as sigma^delta. */
  const double early = pow(series->presample, 0.5 * delta);
  const double early_log = 0.5 * log(series->presample) * early;
  double state = omega + (alpha + beta) * early;
  double slope[ckernels_widest_row] = {1, early, 0, early, (alpha + beta) * early_log};
  for (int m = 0; m < series->means; m++) {
    slope[5 + m] =
        (alpha + beta) * 0.5 * delta * early / series->presample * series->presample_slopes[m];
  }
  for (size_t t = 0; t < series->count; t++) {
    double sigma_log = log(state) / delta;
    variances[t] = exp(2 * sigma_log);
    if (slopes) {
      double relative = 2 / (delta * state);
      for (size_t i = 0; i < width; i++) slopes[t * width + i] = slope[i] * relative;
      slopes[t * width + 4] -= 2 * sigma_log / delta;
    }
    double e = series->residuals[t];
    double size = fabs(e) - gamma * e;
    double power = size > 0 ? pow(size, delta) : 0;
    if (slopes) {
      double fresh[ckernels_widest_row] = {1, power};
      double rise = size > 0 ? delta * power / size : 0;
      fresh[2] = -alpha * rise * e;
      fresh[3] = state;
      fresh[4] = size > 0 ? alpha * power * log(size) : 0;
      mean_terms(series, t, alpha * rise * ((e < 0 ? -1.0 : 1.0) - gamma), fresh + 5);
      for (size_t i = 0; i < width; i++) slope[i] = beta * slope[i] + fresh[i];
    }
    state = omega + alpha * power + beta * state;
  }
}

void ckernels_egarch(
    const ckernels_series *series, double mean_absolute, const double *parameters,
    double *variances, double *slopes, size_t width) {
  const double omega = parameters[0], alpha = parameters[1], gamma = parameters[2];
  const double beta = parameters[3];
  const double early = log(series->presample);
  double state = omega + beta * early;
  double slope[ckernels_widest_row] = {1, 0, 0, early};
  for (int m = 0; m < series->means; m++) {
    slope[4 + m] = beta * series->presample_slopes[m] / series->presample;
  }
  for (size_t t = 0; t < series->count; t++) {
    double h = exp(state);
    variances[t] = h;
    double root = 1 / sqrt(h);
    double z = series->residuals[t] * root;
    double size = fabs(z) - mean_absolute;
    if (slopes) {
      for (size_t i = 0; i < width; i++) slopes[t * width + i] = slope[i];
      double reaction = (z < 0 ? -alpha : alpha) + gamma;
      double fresh[ckernels_widest_row] = {1, size, z, state};
      mean_terms(series, t, reaction * root, fresh + 4);
      double memory = beta - 0.5 * (reaction * z);
      for (size_t i = 0; i < width; i++) slope[i] = memory * slope[i] + fresh[i];
    }
    state = omega + alpha * size + gamma * z + beta * state;
  }
}
