#pragma STDC FP_CONTRACT OFF
#include "CKernelsVolatility.h"
#include "lanes.h"

#include <string.h>

enum { few_parameters = 8, most_parameters = 24 };

/* Columns of a row, four per vector. */
typedef double columns4 __attribute__((vector_size(32)));

/* Indicator of the columns that a parameter group occupies. */
typedef struct {
  columns4 four[2];
} column_mask;

static column_mask columns_from(size_t first, size_t end) {
  double ones[few_parameters] = {0};
  for (size_t i = first; i < end; i++) ones[i] = 1;
  column_mask mask;
  memcpy(mask.four, ones, sizeof ones);
  return mask;
}

/* The products of at most eight parameters in the order of the rows, accumulated in registers. */
ALWAYS_INLINE void sum_few_products(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, int is_driven, const double *shape_scores,
    int shapes, const int vectors, double *sum) {
  const size_t count = series->count, means = (size_t)series->means;
  const column_mask own = columns_from(0, columns + (is_driven ? (size_t)shapes : 0));
  const column_mask constant = columns_from(columns - means, columns - means + (means > 0));
  const column_mask lag = columns_from(columns - (means > 1), columns);
  const column_mask first = columns_from(columns, columns + (shapes > 0));
  const column_mask second = columns_from(columns + 1, columns + 1 + (shapes > 1));
  columns4 total[few_parameters][2] = {{{0}}};
  for (size_t t = 0; t < count; t++) {
    columns4 score[2];
    for (int v = 0; v < vectors; v++) {
      columns4 row = {0};
      if ((size_t)v * 4 < width) memcpy(&row, slopes + t * width + 4 * v, sizeof row);
      score[v] = weights[t] * row * own.four[v] + pulls[t] * constant.four[v];
      if (means > 1) score[v] += pulls[t] * series->lagged[t] * lag.four[v];
      if (shapes > 0) score[v] += shape_scores[t] * first.four[v];
      if (shapes > 1) score[v] += shape_scores[count + t] * second.four[v];
    }
    for (int i = 0; i < 4 * vectors; i++) {
      for (int v = 0; v < vectors; v++) total[i][v] += score[i / 4][i % 4] * score[v];
    }
  }
  memcpy(sum, total, sizeof total);
}

#define FEW_PRODUCTS(name, vectors)                                                            \
  RUN_TIME_DISPATCH static void name(                                                          \
      const ckernels_series *series, const double *weights, const double *pulls,               \
      const double *slopes, size_t width, size_t columns, int is_driven,                       \
      const double *shape_scores, int shapes, double *sum) {                                   \
    sum_few_products(                                                                          \
        series, weights, pulls, slopes, width, columns, is_driven, shape_scores, shapes,       \
        vectors, sum);                                                                         \
  }

FEW_PRODUCTS(products_of_four, 1)
FEW_PRODUCTS(products_of_eight, 2)

/* The same for any number of parameters, with rows of `most_parameters` sums. */
static void sum_products(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, int is_driven, const double *shape_scores,
    int shapes, double *sum) {
  const size_t recursive = columns - (size_t)series->means, all = columns + (size_t)shapes;
  double score[most_parameters] = {0};
  for (size_t t = 0; t < series->count; t++) {
    const double *row = slopes + t * width;
    for (size_t i = 0; i < columns; i++) score[i] = weights[t] * row[i];
    if (series->means > 0) score[recursive] += pulls[t];
    if (series->means > 1) score[recursive + 1] += pulls[t] * series->lagged[t];
    for (size_t i = 0; i < (size_t)shapes; i++) {
      score[columns + i] = shape_scores[i * series->count + t];
      if (is_driven) score[columns + i] += weights[t] * row[columns + i];
    }
    for (size_t i = 0; i < all; i++) {
      for (size_t j = 0; j < all; j++) sum[i * most_parameters + j] += score[i] * score[j];
    }
  }
}

void ckernels_score_products(
    const ckernels_series *series, const double *weights, const double *pulls,
    const double *slopes, size_t width, size_t columns, int is_driven, const double *shape_scores,
    int shapes, double *products) {
  const size_t means = (size_t)series->means, recursive = columns - means;
  const size_t all = columns + (size_t)shapes;
  const size_t stride = all <= few_parameters ? few_parameters : most_parameters;
  double sum[most_parameters * most_parameters] = {0};
  (all <= 4 ? products_of_four : all <= few_parameters ? products_of_eight : sum_products)(
      series, weights, pulls, slopes, width, columns, is_driven, shape_scores, shapes, sum);
  /* Rows list the recursion first; the model lists its mean first. */
  for (size_t i = 0; i < all; i++) {
    const size_t from = i < means ? recursive + i : i < columns ? i - means : i;
    for (size_t j = 0; j <= i; j++) {
      const size_t to = j < means ? recursive + j : j < columns ? j - means : j;
      products[i * all + j] = sum[from * stride + to];
      products[j * all + i] = sum[from * stride + to];
    }
  }
}
