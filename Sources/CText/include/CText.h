#ifndef CTEXT_H
#define CTEXT_H

#include <stddef.h>
#include <stdint.h>

/* Numbers from text over fast_float, compressed bytes over zlib and zstd, and encodings over iconv,
   as plain C. No function throws. */

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the longest decimal number at the start of the text: an optional minus, digits, a point,
   digits and an exponent. The value is rounded correctly to the nearest double, ties to even; on
   overflow it is infinite. Returns the number of bytes read, 0 where there is no number. Words such
   as nan are not numbers. */
size_t ctext_read_number(const char *text, size_t count, double *value);

/* What a conversion of bytes came to. */
enum ctext_outcome { ctext_done = 0, ctext_damaged = 1, ctext_no_memory = 2, ctext_unknown = 3 };

/* A result of malloc with 16 bytes of room after its count; the caller frees it. */
struct ctext_bytes {
  uint8_t *bytes;
  size_t count;
};

/* Decompresses gzip data of one or more members. */
enum ctext_outcome ctext_gunzip(const uint8_t *bytes, size_t count, struct ctext_bytes *result);

/* Decompresses zstd data of one or more frames. */
enum ctext_outcome ctext_unzstd(const uint8_t *bytes, size_t count, struct ctext_bytes *result);

/* Converts text of a named encoding to UTF-8. A damaged result gives the offset of the first byte
   that the encoding does not have in `result->count`; ctext_unknown: iconv has no such encoding. */
enum ctext_outcome ctext_to_utf8(
    const char *encoding, const uint8_t *bytes, size_t count, struct ctext_bytes *result);

/* Gives whole pages of freed memory back to the system. */
void ctext_return_free_memory(void);

#ifdef __cplusplus
}
#endif
#endif
