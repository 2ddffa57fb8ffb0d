#ifndef CTEXT_H
#define CTEXT_H

#include <stddef.h>

/* Numbers from text as plain C, over fast_float. No function throws. */

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the decimal number that begins at a byte: a minus, digits, a point, digits, an exponent, as far as
   they go. Rounded correctly to the nearest double, ties to even; an infinity beyond the largest.
   Returns the bytes that were read, 0 where no number begins. Words such as nan are no numbers. */
size_t ctext_read_number(const char *text, size_t count, double *value);

#ifdef __cplusplus
}
#endif
#endif
