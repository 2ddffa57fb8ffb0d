#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include <stdint.h>

typedef uint64_t __attribute__((may_alias)) word;

enum { digits = 8, values_of_a_digit = 256 };

/* Maps the bits of a double to an unsigned key in the same order, and back. */
static inline word rising(word bits) { return bits ^ (-(bits >> 63) | UINT64_C(1) << 63); }
static inline word original(word key) { return key ^ ((key >> 63) - 1 | UINT64_C(1) << 63); }

/* Least significant digit first: each pass is stable. */
void ckernels_sort_ascending(double *numbers, double *scratch, size_t count) {
  size_t places[digits][values_of_a_digit] = {{0}};
  word *from = (word *)numbers;
  word *to = (word *)scratch;
  for (size_t i = 0; i < count; i++) {
    word key = from[i] = rising(from[i]);
    for (int digit = 0; digit < digits; digit++) places[digit][key >> 8 * digit & 255]++;
  }
  for (int digit = 0; digit < digits; digit++) {
    size_t *place = places[digit];
    /* Doubles of similar magnitude share their leading digits; such a pass would move nothing. */
    if (count > 0 && place[from[0] >> 8 * digit & 255] == count) continue;
    size_t next = 0;
    for (int value = 0; value < values_of_a_digit; value++) {
      size_t here = place[value];
      place[value] = next;
      next += here;
    }
    for (size_t i = 0; i < count; i++) to[place[from[i] >> 8 * digit & 255]++] = from[i];
    word *moved = to;
    to = from;
    from = moved;
  }
  word *result = (word *)numbers;
  for (size_t i = 0; i < count; i++) result[i] = original(from[i]);
}
