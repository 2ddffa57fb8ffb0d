#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"
#include "log_product.h"

#include <math.h>
#include <string.h>

enum { block = 64 };

RUN_TIME_DISPATCH
void ckernels_normal_score(
    const double *restrict residuals, const double *restrict variances, size_t count,
    double *restrict weights, double *restrict pulls, ckernels_sums *restrict sums) {
  log_product logs;
  clear(&logs);
  double squares[lanes] = {0};
  size_t whole = count / lanes * lanes;
  for (size_t t = 0; t < whole; t += lanes) {
    for (int l = 0; l < lanes; l++) {
      double h = variances[t + l], e = residuals[t + l];
      double u = e / h;
      double z2 = u * e;
      weights[t + l] = 0.5 * z2 - 0.5;
      pulls[t + l] = u;
      squares[l] += z2;
      multiply(&logs, l, h);
    }
    if ((t / lanes) % lanes == lanes - 1) put_exponents_aside(&logs);
  }
  for (size_t t = whole; t < count; t++) {
    double h = variances[t], e = residuals[t];
    double u = e / h;
    double z2 = u * e;
    weights[t] = 0.5 * z2 - 0.5;
    pulls[t] = u;
    squares[t - whole] += z2;
    multiply(&logs, (int)(t - whole), h);
  }
  sums->logs = holds(&logs) ? total(&logs) : total_of_logs(variances, count);
  sums->kernel = sum_of(squares);
}

/* Constants of Hansen's skewed t. */
typedef struct {
  double nu, a, b, plus, minus;
} skewed_t;

typedef struct {
  double weight, pull, growth, first, second, third, squares;
} skewed_t_terms;

ALWAYS_INLINE skewed_t_terms skewed_t_at(double e, double h, const skewed_t law) {
  /* Without errno, so that it can be vectorized. */
  double root = 1 / __builtin_elementwise_sqrt(h);
  double z = e * root;
  double x = law.b * z + law.a;
  double s = x < 0 ? -1 : 1;
  double side = x < 0 ? law.minus : law.plus;
  double y = x * side;
  double q = y * y;
  double whole = (law.nu - 2) + q;
  double inverse = 1 / whole;
  double force = (law.nu + 1) * y * side * law.b * inverse;
  double lean = y * side * (law.nu - 2) * inverse;
  skewed_t_terms terms;
  terms.weight = 0.5 * (force * z) - 0.5;
  terms.pull = force * root;
  terms.growth = whole / (law.nu - 2);
  terms.first = q * inverse;
  terms.second = lean * z;
  terms.third = lean;
  terms.squares = lean * y * s;
  return terms;
}

static double total_of_growths(
    const double *residuals, const double *variances, size_t count, const skewed_t law) {
  double parts[lanes] = {0};
  for (size_t t = 0; t < count; t++) {
    parts[t % lanes] += log(skewed_t_at(residuals[t], variances[t], law).growth);
  }
  return sum_of(parts);
}

RUN_TIME_DISPATCH
void ckernels_skewed_t_score(
    const double *restrict residuals, const double *restrict variances, size_t count, double nu,
    double lambda, double a, double b, double *restrict weights, double *restrict pulls,
    ckernels_sums *restrict sums, double *restrict squares) {
  const skewed_t law = {nu, a, b, 1 / (1 + lambda), 1 / (1 - lambda)};
  log_product logs, growths;
  clear(&logs);
  clear(&growths);
  double first[lanes] = {0}, second[lanes] = {0}, third[lanes] = {0}, fourth[lanes] = {0};
  size_t whole = count / lanes * lanes;
  for (size_t t = 0; t < whole; t += lanes) {
    for (int l = 0; l < lanes; l++) {
      double h = variances[t + l];
      skewed_t_terms terms = skewed_t_at(residuals[t + l], h, law);
      weights[t + l] = terms.weight;
      pulls[t + l] = terms.pull;
      first[l] += terms.first;
      second[l] += terms.second;
      third[l] += terms.third;
      fourth[l] += terms.squares;
      multiply(&growths, l, terms.growth);
      multiply(&logs, l, h);
    }
    if ((t / lanes) % lanes == lanes - 1) {
      put_exponents_aside(&logs);
      put_exponents_aside(&growths);
    }
  }
  for (size_t t = whole; t < count; t++) {
    double h = variances[t];
    skewed_t_terms terms = skewed_t_at(residuals[t], h, law);
    weights[t] = terms.weight;
    pulls[t] = terms.pull;
    first[t - whole] += terms.first;
    second[t - whole] += terms.second;
    third[t - whole] += terms.third;
    fourth[t - whole] += terms.squares;
    multiply(&growths, (int)(t - whole), terms.growth);
    multiply(&logs, (int)(t - whole), h);
  }
  sums->logs = holds(&logs) ? total(&logs) : total_of_logs(variances, count);
  sums->kernel = holds(&growths) ? total(&growths)
                                 : total_of_growths(residuals, variances, count, law);
  sums->first = sum_of(first);
  sums->second = sum_of(second);
  sums->third = sum_of(third);
  *squares = sum_of(fourth);
}

void ckernels_generalized_error_score(
    const double *residuals, const double *variances, size_t count, double shape, double scale,
    double *weights, double *pulls, ckernels_sums *sums) {
  double logs[lanes] = {0}, powers[lanes] = {0}, turned[lanes] = {0};
  for (size_t t = 0; t < count; t++) {
    double h = variances[t], e = residuals[t];
    double root = 1 / sqrt(h);
    double size = fabs(e * root) / scale;
    double ln = size > 0 ? log(size) : 0;
    double power = size > 0 ? exp(shape * ln) : 0;
    weights[t] = 0.25 * (shape * power) - 0.5;
    /* The density has a kink at zero for shapes of 1 and below; its derivative there is set to
       zero. */
    pulls[t] = e == 0 ? 0 : 0.5 * (shape * power) / e;
    logs[t % lanes] += log(h);
    powers[t % lanes] += power;
    turned[t % lanes] += power * ln;
  }
  sums->logs = sum_of(logs);
  sums->kernel = sum_of(powers);
  sums->first = sum_of(turned);
}

RUN_TIME_DISPATCH
static void weighted_rows_4(
    const double *restrict weights, const double *restrict slopes, size_t count,
    double *restrict gradient) {
  for (size_t t = 0; t < count; t++) {
    for (int i = 0; i < 4; i++) gradient[i] += weights[t] * slopes[t * 4 + i];
  }
}

RUN_TIME_DISPATCH
static void weighted_rows_8(
    const double *restrict weights, const double *restrict slopes, size_t count,
    double *restrict gradient) {
  for (size_t t = 0; t < count; t++) {
    for (int i = 0; i < 8; i++) gradient[i] += weights[t] * slopes[t * 8 + i];
  }
}

static void weighted_rows(
    const double *restrict weights, const double *restrict slopes, size_t count, size_t width,
    double *restrict gradient) {
  for (size_t t = 0; t < count; t++) {
    for (size_t i = 0; i < width; i++) gradient[i] += weights[t] * slopes[t * width + i];
  }
}

RUN_TIME_DISPATCH
static double sum_of_all(const double *values, size_t count) {
  double partial[lanes] = {0};
  size_t whole = count / lanes * lanes;
  for (size_t t = 0; t < whole; t += lanes) {
    for (int l = 0; l < lanes; l++) partial[l] += values[t + l];
  }
  for (size_t t = whole; t < count; t++) partial[t - whole] += values[t];
  return sum_of(partial);
}

void ckernels_gradient(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, size_t shapes, double *gradient) {
  double sum[ckernels_widest_row] = {0};
  switch (width) {
    case 4: weighted_rows_4(weights, slopes, series->count, sum); break;
    case 8: weighted_rows_8(weights, slopes, series->count, sum); break;
    default: weighted_rows(weights, slopes, series->count, width, sum);
  }
  if (series->means > 0) sum[columns - series->means] += sum_of_all(pulls, series->count);
  if (series->means > 1) {
    double lag[lanes] = {0};
    for (size_t t = 0; t < series->count; t++) lag[t % lanes] += pulls[t] * series->lagged[t];
    sum[columns - 1] += sum_of(lag);
  }
  memcpy(gradient, sum, (columns + shapes) * sizeof(double));
}

/* by_nu: the derivatives of ln b + ln c, b and a by nu; by_lambda: the same by lambda. */
void ckernels_skewed_t_shape_scores(
    const double *residuals, const double *variances, size_t count, double nu, double lambda,
    double a, double b, const double by_nu[3], const double by_lambda[3], double *first,
    double *second) {
  const skewed_t law = {nu, a, b, 1 / (1 + lambda), 1 / (1 - lambda)};
  const double rate = (nu + 1) / (nu - 2);
  for (size_t t = 0; t < count; t++) {
    skewed_t_terms terms = skewed_t_at(residuals[t], variances[t], law);
    first[t] = by_nu[0] - 0.5 * log(terms.growth) + 0.5 * rate * terms.first -
               rate * (by_nu[1] * terms.second + by_nu[2] * terms.third);
    if (second) {
      second[t] = by_lambda[0] - rate * (by_lambda[1] * terms.second +
                                         by_lambda[2] * terms.third - terms.squares);
    }
  }
}

void ckernels_generalized_error_shape_scores(
    const double *residuals, const double *variances, size_t count, double shape, double scale,
    double peak_by_shape, double log_scale_by_shape, double *scores) {
  for (size_t t = 0; t < count; t++) {
    double size = fabs(residuals[t]) / sqrt(variances[t]) / scale;
    double ln = size > 0 ? log(size) : 0;
    double power = size > 0 ? exp(shape * ln) : 0;
    scores[t] = peak_by_shape - 0.5 * power * (ln - shape * log_scale_by_shape);
  }
}
