#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

/* Plain C wrappers of special functions of Boost.Math. No function throws: each returns NaN outside
   its domain and an infinity at a pole or on overflow. The Swift side checks arguments before the
   call. */

#ifdef __cplusplus
extern "C" {
#endif

/* P(Z <= x) of a standard normal. */
double cboost_normal_cdf(double x);

/* Student's t with df > 0 degrees of freedom: P(T <= x), and its inverse for 0 < p < 1. */
double cboost_student_t_cdf(double df, double x);
double cboost_student_t_quantile(double df, double p);

/* The complete beta function B(a, b), a > 0, b > 0. */
double cboost_beta(double a, double b);

/* ln Gamma(x) and its derivative, the digamma function, for x > 0. */
double cboost_log_gamma(double x);
double cboost_digamma(double x);

/* Gamma(a) / Gamma(b), a > 0, b > 0; Gamma(1 + x) - 1 without cancellation near x = 0, x > -1. */
double cboost_gamma_ratio(double a, double b);
double cboost_gamma_1p_m1(double x);

/* Regularized incomplete gamma: P(a, x), Q(a, x) = 1 - P(a, x), and their inverses in x. */
double cboost_gamma_p(double a, double x);
double cboost_gamma_q(double a, double x);
double cboost_gamma_p_inverse(double a, double p);
double cboost_gamma_q_inverse(double a, double q);

/* Regularized incomplete beta: I_x(a, b), its complement, their inverses in x, and dI_x/dx. */
double cboost_beta_p(double a, double b, double x);
double cboost_beta_q(double a, double b, double x);
double cboost_beta_p_inverse(double a, double b, double p);
double cboost_beta_q_inverse(double a, double b, double q);
double cboost_beta_density(double a, double b, double x);

#ifdef __cplusplus
}
#endif
#endif
