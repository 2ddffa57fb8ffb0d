#ifndef CKERNELS_LOG_PRODUCT_H
#define CKERNELS_LOG_PRODUCT_H

#include "lanes.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { lanes = 8 };

/* The sum of the logarithms of many positive numbers, as the logarithm of their product, whose
   exponent is split off before it overflows. Valid while all numbers lie between `smallest` and
   `largest`. */
typedef struct {
  double product[lanes];
  double exponent[lanes];
  double low[lanes];
  double high[lanes];
} log_product;

static const double smallest = 1e-30, largest = 1e30;

ALWAYS_INLINE void clear(log_product *logs) {
  for (int l = 0; l < lanes; l++) {
    logs->product[l] = 1;
    logs->exponent[l] = 0;
    logs->low[l] = 1;
    logs->high[l] = 1;
  }
}

ALWAYS_INLINE void multiply(log_product *logs, int l, double factor) {
  logs->product[l] *= factor;
  logs->low[l] = factor < logs->low[l] ? factor : logs->low[l];
  logs->high[l] = factor > logs->high[l] ? factor : logs->high[l];
}

static int holds(const log_product *logs) {
  for (int l = 0; l < lanes; l++) {
    if (logs->low[l] < smallest || logs->high[l] > largest) return 0;
  }
  return 1;
}

ALWAYS_INLINE void put_exponents_aside(log_product *logs) {
  for (int l = 0; l < lanes; l++) {
    uint64_t bits;
    memcpy(&bits, &logs->product[l], sizeof bits);
    logs->exponent[l] += (double)((int)(bits >> 52 & 2047) - 1023);
    bits = (bits & ~(UINT64_C(2047) << 52)) | UINT64_C(1023) << 52;
    memcpy(&logs->product[l], &bits, sizeof bits);
  }
}

static double sum_of(const double *partial) {
  return ((partial[0] + partial[4]) + (partial[2] + partial[6])) +
         ((partial[1] + partial[5]) + (partial[3] + partial[7]));
}

static double total(const log_product *logs) {
  double parts[lanes];
  for (int l = 0; l < lanes; l++) {
    parts[l] = log(logs->product[l]) + logs->exponent[l] * 0.693147180559945309417232121458;
  }
  return sum_of(parts);
}

/* The same sum for numbers of any magnitude. */
static double total_of_logs(const double *numbers, size_t count) {
  double parts[lanes] = {0};
  for (size_t t = 0; t < count; t++) parts[t % lanes] += log(numbers[t]);
  return sum_of(parts);
}

#endif
