#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"

#include <math.h>

/* The score u(z) = -z f'(z)/f(z) - 1 of ln sigma, with its derivatives by z and by the shape. */
typedef struct {
  double value, by_z;
  double by_shape[2];
} score;

ALWAYS_INLINE score normal_score(double z) {
  score u = {z * z - 1, 2 * z, {0, 0}};
  return u;
}

ALWAYS_INLINE score student_t_score(double z, double nu) {
  double q = z * z;
  double inverse = 1 / ((nu - 2) + q);
  double share = q * inverse;
  score u = {
      (nu + 1) * share - 1,
      2 * (nu + 1) * (nu - 2) * (z * inverse) * inverse,
      {share * ((q - 3) * inverse), 0}};
  return u;
}

ALWAYS_INLINE score skewed_t_score(double z, const ckernels_score_law *law) {
  double x = law->b * z + law->a;
  double s = x < 0 ? -1 : 1;
  double side = 1 / (1 + s * law->lambda);
  double y = x * side;
  double inverse = 1 / ((law->nu - 2) + y * y);
  double scale = (law->nu + 1) * side;
  double g = y * inverse;
  double g_by_y = ((law->nu - 2) - y * y) * inverse * inverse;
  double force = scale * law->b * g;
  double y_by_nu = side * (law->b_by_nu * z + law->a_by_nu);
  double y_by_lambda = side * (law->b_by_lambda * z + law->a_by_lambda) - s * side * y;
  double by_nu = side * law->b * g + scale * law->b_by_nu * g +
                 scale * law->b * (g_by_y * y_by_nu - g * inverse);
  double by_lambda = scale * (law->b_by_lambda - s * side * law->b) * g +
                     scale * law->b * (g_by_y * y_by_lambda);
  score u = {
      force * z - 1,
      force + z * (scale * law->b * (g_by_y * (law->b * side))),
      {z * by_nu, z * by_lambda}};
  return u;
}

ALWAYS_INLINE score generalized_error_score(double z, const ckernels_score_law *law) {
  double size = fabs(z) / law->scale;
  double ln = size > 0 ? log(size) : 0;
  double power = size > 0 ? exp(law->shape * ln) : 0;
  double half = 0.5 * law->shape;
  score u = {
      half * power - 1,
      z == 0 ? 0 : half * law->shape * power / z,
      {0.5 * power + half * power * (ln - law->shape * law->log_scale_by_shape), 0}};
  return u;
}

ALWAYS_INLINE score score_at(double z, const int family, const ckernels_score_law *law) {
  switch (family) {
    case ckernels_student_t: return student_t_score(z, law->nu);
    case ckernels_skewed_t: return skewed_t_score(z, law);
    case ckernels_generalized_error: return generalized_error_score(z, law);
    default: return normal_score(z);
  }
}

/* Slopes are derivatives of ln sigma until they are written. */
ALWAYS_INLINE void score_driven(
    const ckernels_series *series, const int family, const int shapes, int asymmetric,
    const ckernels_score_law *law, const double *parameters, double *variances, double *slopes,
    const int width) {
  const double omega = parameters[0], alpha = parameters[1];
  const double gamma = asymmetric ? parameters[2] : 0, beta = parameters[2 + asymmetric];
  const int mean = 3 + asymmetric, shape = mean + series->means;
  const double early = 0.5 * log(series->presample);
  double state = omega + beta * early;
  double slope[8] = {1};
  double fresh[8] = {1};
  slope[2 + asymmetric] = early;
  for (int m = 0; m < series->means; m++) {
    slope[mean + m] = beta * (0.5 * series->presample_slopes[m] / series->presample);
  }
  for (size_t t = 0; t < series->count; t++) {
    double sigma = exp(state);
    variances[t] = sigma * sigma;
    double root = 1 / sigma;
    double z = series->residuals[t] * root;
    score u = score_at(z, family, law);
    double lean = z < 0 ? 1 : -1;
    double reaction = alpha + gamma * lean;
    if (slopes) {
      for (int i = 0; i < width; i++) slopes[t * width + i] = 2 * slope[i];
      double pull = reaction * u.by_z;
      fresh[1] = u.value;
      if (asymmetric) fresh[2] = lean * (u.value + 1);
      fresh[2 + asymmetric] = state;
      if (series->means > 0) fresh[mean] = -pull * root;
      if (series->means > 1) fresh[mean + 1] = -pull * root * series->lagged[t];
      for (int i = 0; i < shapes; i++) fresh[shape + i] = reaction * u.by_shape[i];
      double memory = beta - pull * z;
      for (int i = 0; i < width; i++) slope[i] = memory * slope[i] + fresh[i];
    }
    state = omega + alpha * u.value + gamma * (lean * (u.value + 1)) + beta * state;
  }
}

#define SCORE_DRIVEN(name, family, shapes)                                                \
  static void name(                                                                       \
      const ckernels_series *series, int asymmetric, const ckernels_score_law *law,       \
      const double *parameters, double *variances, double *slopes, size_t width) {        \
    if (width == 4) {                                                                     \
      score_driven(                                                                       \
          series, family, shapes, asymmetric, law, parameters, variances, slopes, 4);     \
    } else {                                                                              \
      score_driven(                                                                       \
          series, family, shapes, asymmetric, law, parameters, variances, slopes, 8);     \
    }                                                                                     \
  }

SCORE_DRIVEN(driven_by_normal, ckernels_normal, 0)
SCORE_DRIVEN(driven_by_student_t, ckernels_student_t, 1)
SCORE_DRIVEN(driven_by_skewed_t, ckernels_skewed_t, 2)
SCORE_DRIVEN(driven_by_generalized_error, ckernels_generalized_error, 1)

void ckernels_score_driven(
    const ckernels_series *series, int family, int asymmetric, const ckernels_score_law *law,
    const double *parameters, double *variances, double *slopes, size_t width) {
  static void (*const kernels[4])(
      const ckernels_series *, int, const ckernels_score_law *, const double *, double *,
      double *, size_t) = {
      driven_by_normal, driven_by_student_t, driven_by_skewed_t, driven_by_generalized_error};
  kernels[family](series, asymmetric, law, parameters, variances, slopes, width);
}
