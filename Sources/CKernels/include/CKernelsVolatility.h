#ifndef CKERNELSVOLATILITY_H
#define CKERNELSVOLATILITY_H

#include <stddef.h>

/* Variance recursions with derivatives, and the log-likelihood of the standardized residuals.

   A recursion writes for every time t the variance h(t) and, unless `slopes` is null, a row of
   `width` numbers: the derivatives of ln h(t) by the parameters of the recursion, then by those of
   the mean, then, where the shape of the innovations enters the recursion, by those of the shape.
   The residual is e(t) = r(t) - mean, so its derivative by the constant is -1 and by the
   coefficient of the lagged return -lagged(t). Rows are padded with zeros to a multiple of four. */

enum { ckernels_row_alignment = 4, ckernels_widest_row = 16 };

/* The input of a recursion. */
typedef struct {
  const double *residuals;
  /* The lagged return of each residual, or null for a mean without a lag. */
  const double *lagged;
  size_t count;
  /* The number of parameters of the mean: 0, 1 for a constant, 2 with a lag. */
  int means;
  /* The presample value of |e|^power and sigma^power, and its derivatives by the parameters of the
     mean. */
  double presample;
  double presample_slopes[2];
  /* The second derivative of the presample by a constant mean. */
  double presample_curvature;
} ckernels_series;

/* Computes residuals = returns - mean, and the sums of their squares, of themselves, and of their
   products with the lagged returns; `mean` holds `means` parameters. */
void ckernels_residuals(
    const double *returns, const double *lagged, size_t count, int means, const double *mean,
    double *residuals, double sums[3]);

/* sigma^d(t) = omega + sum alpha_i |e(t-i)|^d + sum gamma_i |e(t-i)|^d [e(t-i) < 0]
              + sum beta_j sigma^d(t-j),
   d = `power`, 1 or 2. Parameters: omega, p alphas, o gammas, q betas, o <= p. With o = 0 the
   presample term of gamma is absent, else it counts half. */
void ckernels_threshold_garch(
    const ckernels_series *series, int p, int o, int q, int power, const double *parameters,
    double *variances, double *slopes, size_t width);

/* sigma^delta(t) = omega + alpha (|e| - gamma e)^delta + beta sigma^delta(t-1).
   Parameters: omega, alpha, gamma, beta, delta. `presample` is a variance. */
void ckernels_aparch(
    const ckernels_series *series, const double *parameters, double *variances, double *slopes,
    size_t width);

/* ln h(t) = omega + alpha (|z| - mean_absolute) + gamma z + beta ln h(t-1), z = e/sqrt(h) of t-1.
   Parameters: omega, alpha, gamma, beta. Before the first observation z has its mean values and h
   is `presample`. */
void ckernels_egarch(
    const ckernels_series *series, double mean_absolute, const double *parameters,
    double *variances, double *slopes, size_t width);

/* h(t) = decay h(t-1) + (1 - decay)(1 - leverage sign(e)) e^2 of t-1; the first h is `presample`.
   Parameters: decay and, if `asymmetric`, leverage. Rows are four wide. */
void ckernels_ewma(
    const ckernels_series *series, int asymmetric, const double *parameters, double *variances,
    double *slopes);

/* Distributions whose score can drive a recursion, in the order of `ckernels_score_driven`. */
enum {
  ckernels_normal,
  ckernels_student_t,
  ckernels_skewed_t,
  ckernels_generalized_error
};

/* The constants of a distribution's score, with derivatives: nu for Student's t; also lambda, a and
   b for the skewed t; shape and scale for the generalized error. */
typedef struct {
  double nu, lambda, a, b, a_by_nu, b_by_nu, a_by_lambda, b_by_lambda;
  double shape, scale, log_scale_by_shape;
} ckernels_score_law;

/* x(t) = omega + alpha u + gamma sign(-z)(u + 1) + beta x(t-1), x = ln h / 2, z = e/sqrt(h) and
   u = -z f'(z)/f(z) - 1 of t-1, f the density of the distribution.
   Parameters: omega, alpha, gamma if `asymmetric`, beta. Before the first observation u and the
   sign are zero and h is `presample`. Rows are four or eight wide and end with the derivatives by
   the shape. */
void ckernels_score_driven(
    const ckernels_series *series, int family, int asymmetric, const ckernels_score_law *law,
    const double *parameters, double *variances, double *slopes, size_t width);

/* Sums over time that make up the log-likelihood of unit-variance innovations; their meaning
   depends on the distribution. `logs` is the sum of ln h. */
typedef struct {
  double logs;
  double kernel;
  double first;
  double second;
  double third;
} ckernels_sums;

/* For each time, with z = e/sqrt(h): weights w = d ln f(z)/d ln h - 1/2 and pulls
   u = -(d ln f/dz)/sqrt(h), from which the derivatives of the log-likelihood are computed. */

/* kernel = sum z^2. */
void ckernels_normal_score(
    const double *residuals, const double *variances, size_t count, double *weights,
    double *pulls, ckernels_sums *sums);

/* Hansen's skewed t: y = (b z + a)/(1 + lambda s), s = sign(b z + a), q = y^2/(nu - 2);
   kernel = sum ln(1 + q), first = sum q/(1 + q), second = sum y z/((1 + lambda s)(1 + q)),
   third = sum of (y/(1 + lambda s))/(1 + q), and `squares` = sum y^2 s/((1 + lambda s)(1 + q)).
   With a = 0, b = 1 and lambda = 0 it is Student's t of unit variance. */
void ckernels_skewed_t_score(
    const double *residuals, const double *variances, size_t count, double nu, double lambda,
    double a, double b, double *weights, double *pulls, ckernels_sums *sums, double *squares);

/* Generalized error: kernel = sum |z/scale|^shape, first = sum |z/scale|^shape ln |z/scale|. */
void ckernels_generalized_error_score(
    const double *residuals, const double *variances, size_t count, double shape, double scale,
    double *weights, double *pulls, ckernels_sums *sums);

/* gradient[i] = sum w(t) slopes(t, i), with the pulls of the mean added to its columns, which end
   at `columns`; `shapes` more columns follow. */
void ckernels_gradient(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, size_t shapes, double *gradient);

/* Computes the second derivatives of the log-likelihood of a first-order GARCH of power 2 with
   normal innovations and a mean of at most one parameter: a symmetric matrix, row by row, of the
   recursion's parameters, then the mean's. Variances, rows, weights and pulls are those of a run at
   the same parameters. */
void ckernels_normal_garch_curvature(
    const ckernels_series *series, int asymmetric, const double *parameters,
    const double *variances, const double *weights, const double *pulls, const double *slopes,
    double *hessian);

/* Writes the derivatives of ln f(z(t)) by the shape parameters, one array each. For the constants
   of the density and its derivatives see `SkewedTConstants` and `GeneralizedErrorConstants`. */
void ckernels_skewed_t_shape_scores(
    const double *residuals, const double *variances, size_t count, double nu, double lambda,
    double a, double b, const double by_nu[3], const double by_lambda[3], double *first,
    double *second);
void ckernels_generalized_error_shape_scores(
    const double *residuals, const double *variances, size_t count, double shape, double scale,
    double peak_by_shape, double log_scale_by_shape, double *scores);

/* products[i, j] = sum over time of score(t, i) score(t, j), row by row: parameters of the mean
   first, then of the recursion, then of the shape. The shape scores are `shapes` consecutive arrays
   of `count` numbers, to which the rows add theirs if `is_driven`. */
void ckernels_score_products(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, int is_driven, const double *shape_scores,
    int shapes, double *products);

#endif
