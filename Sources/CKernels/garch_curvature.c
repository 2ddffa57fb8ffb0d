#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"

#include <string.h>

/* Notation: h' and h'' are the derivatives of the variance, d those of the residual (-1 by a
   constant mean, else zero), r = h'/h, u = e/h, z2 = e^2/h and w = (z2 - 1)/2. Each time adds to
   the second derivatives of the log-likelihood

     w h''/h + (1/2 - z2) r r' + u (r d' + d r') - d d'/h.

   The rows hold r, the weights w and the pulls u, as computed for the first derivatives. */

/* A row: four columns in one vector, and a fifth column, for a mean, on its own. */
typedef double columns4 __attribute__((vector_size(32)));

typedef struct {
  columns4 four;
  double fifth;
} row5;

ALWAYS_INLINE row5 row_at(const double *slopes, size_t t, const int width) {
  row5 row = {{0}, 0};
  memcpy(&row.four, slopes + t * (size_t)width, sizeof row.four);
  if (width > 4) row.fifth = slopes[t * (size_t)width + 4];
  return row;
}

/* The sums over time of c r r' with c = 1/2 - z2, row by row of the first four, and of u r. */
typedef struct {
  columns4 squares[4], fifths, pulled;
  double fifth_square, fifth_pulled;
} row_sums;

ALWAYS_INLINE row_sums sum_rows(
    const double *weights, const double *pulls, const double *slopes, size_t count,
    const int width) {
  row_sums sums = {{{0}}, {0}, {0}, 0, 0};
  for (size_t t = 0; t < count; t++) {
    const row5 row = row_at(slopes, t, width);
    const double c = -0.5 - 2 * weights[t];
    const columns4 scaled = c * row.four;
    for (int i = 0; i < 4; i++) sums.squares[i] += slopes[t * (size_t)width + i] * scaled;
    sums.pulled += pulls[t] * row.four;
    if (width > 4) {
      sums.fifths += row.fifth * scaled;
      sums.fifth_square += row.fifth * (c * row.fifth);
      sums.fifth_pulled += pulls[t] * row.fifth;
    }
  }
  return sums;
}

/* The sums over time of w/h times the nonzero rows of h'': the full row of beta, and for the row of
   the mean its columns of alpha, gamma and the mean; and the sum of 1/h. */
typedef struct {
  columns4 beta_four, mean_row;
  double beta_fifth, inverses;
} second_sums;

ALWAYS_INLINE second_sums sum_second(
    const ckernels_series *series, const double *variances, const double *weights,
    const double *slopes, const int asymmetric, const int means, const int width,
    const double *parameters) {
  const double alpha = parameters[1], gamma = asymmetric ? parameters[2] : 0;
  const double beta = parameters[2 + asymmetric];
  const double early = means ? series->presample_slopes[0] : 0;
  const double bent = means ? (alpha + 0.5 * gamma + beta) * series->presample_curvature : 0;
  const columns4 twice = asymmetric ? (columns4){1, 1, 1, 2} : (columns4){1, 1, 2, 1};
  const columns4 by_residual = {-2, 0, 0, 0}, by_fall = {0, -2, 0, 0};
  const columns4 always = {0, 0, 2 * alpha, 0}, falling = {0, 0, 2 * gamma, 0};
  row5 by_beta = {{0, 0, 0, asymmetric ? 0 : early}, early};
  columns4 by_mean = {early, 0.5 * early, bent, 0};
  second_sums sums = {{0}, {0}, 0, 0};
  for (size_t t = 0; t < series->count; t++) {
    const row5 row = row_at(slopes, t, width);
    const double h = variances[t], inverse = 1 / h, share = weights[t] * inverse;
    sums.beta_four += share * by_beta.four;
    by_beta.four = beta * by_beta.four + twice * (h * row.four);
    if (width > 4) {
      sums.beta_fifth += share * by_beta.fifth;
      by_beta.fifth = beta * by_beta.fifth + h * row.fifth;
    }
    if (!means) continue;
    const double e = series->residuals[t];
    sums.mean_row += share * by_mean;
    sums.inverses += inverse;
    columns4 fresh = e * by_residual + always;
    if (asymmetric) fresh += (e < 0 ? e : 0) * by_fall + (e < 0 ? 1.0 : 0.0) * falling;
    by_mean = beta * by_mean + fresh;
  }
  return sums;
}

ALWAYS_INLINE void add_symmetric(double *hessian, int columns, int i, int j, double part) {
  hessian[i * columns + j] += part;
  if (i != j) hessian[j * columns + i] += part;
}

ALWAYS_INLINE void second_derivatives(
    const ckernels_series *series, const double *variances, const double *weights,
    const double *pulls, const double *slopes, const int asymmetric, const int means,
    const int width, const double *parameters, double *hessian) {
  const int columns = 3 + asymmetric + means, beta = 2 + asymmetric, mean = 3 + asymmetric;
  const row_sums rows = sum_rows(weights, pulls, slopes, series->count, width);
  const second_sums second = sum_second(
      series, variances, weights, slopes, asymmetric, means, width, parameters);
  memset(hessian, 0, (size_t)(columns * columns) * sizeof *hessian);
  for (int i = 0; i < columns && i < 4; i++) {
    for (int j = 0; j < columns && j < 4; j++) hessian[i * columns + j] = rows.squares[i][j];
  }
  for (int i = 0; i < columns && i < 4; i++) {
    add_symmetric(hessian, columns, beta, i, second.beta_four[i]);
    if (width > 4) add_symmetric(hessian, columns, mean, i, rows.fifths[i]);
    if (means) add_symmetric(hessian, columns, mean, i, -rows.pulled[i]);
  }
  if (width > 4) {
    add_symmetric(hessian, columns, beta, mean, second.beta_fifth);
    add_symmetric(hessian, columns, mean, mean, rows.fifth_square - rows.fifth_pulled);
  }
  if (!means) return;
  add_symmetric(hessian, columns, mean, 1, second.mean_row[0]);
  if (asymmetric) add_symmetric(hessian, columns, mean, 2, second.mean_row[1]);
  /* The pull of the mean counts twice, once for the row and once for the column. */
  const double pulled = width > 4 ? rows.fifth_pulled : rows.pulled[3];
  add_symmetric(hessian, columns, mean, mean, second.mean_row[2] - pulled - second.inverses);
}

#define SECOND_DERIVATIVES(name, asymmetric, means, width)                                     \
  RUN_TIME_DISPATCH static void name(                                                          \
      const ckernels_series *series, const double *variances, const double *weights,           \
      const double *pulls, const double *slopes, const double *parameters, double *hessian) {  \
    second_derivatives(                                                                        \
        series, variances, weights, pulls, slopes, asymmetric, means, width, parameters,       \
        hessian);                                                                              \
  }

SECOND_DERIVATIVES(symmetric_zero, 0, 0, 4)
SECOND_DERIVATIVES(symmetric_constant, 0, 1, 4)
SECOND_DERIVATIVES(asymmetric_zero, 1, 0, 4)
SECOND_DERIVATIVES(asymmetric_constant, 1, 1, 8)

void ckernels_normal_garch_curvature(
    const ckernels_series *series, int asymmetric, const double *parameters,
    const double *variances, const double *weights, const double *pulls, const double *slopes,
    double *hessian) {
  if (asymmetric && series->means) {
    asymmetric_constant(series, variances, weights, pulls, slopes, parameters, hessian);
  } else if (asymmetric) {
    asymmetric_zero(series, variances, weights, pulls, slopes, parameters, hessian);
  } else if (series->means) {
    symmetric_constant(series, variances, weights, pulls, slopes, parameters, hessian);
  } else {
    symmetric_zero(series, variances, weights, pulls, slopes, parameters, hessian);
  }
}
