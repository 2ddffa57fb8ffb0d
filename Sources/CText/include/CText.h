#ifndef CTEXT_H
#define CTEXT_H

#include <stddef.h>

/* Parses numbers from text as plain C, over fast_float. No function throws. */

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the longest decimal number at the start of the text: an optional minus, digits, a point,
   digits and an exponent. The value is rounded correctly to the nearest double, ties to even; on
   overflow it is infinite. Returns the number of bytes read, 0 where there is no number. Words such
   as nan are not numbers. */
size_t ctext_read_number(const char *text, size_t count, double *value);

#ifdef __cplusplus
}
#endif
#endif
