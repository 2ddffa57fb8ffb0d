#ifndef CKERNELS_H
#define CKERNELS_H

#include "CKernelsVolatility.h"

#include <stddef.h>

/* The number of OpenBLAS threads set when the program was loaded: always 1. */
int ckernels_blas_thread_count(void);

/* OpenBLAS's version and the kernel set selected for this processor. */
const char *ckernels_blas_configuration(void);

/* The version of the C library. */
const char *ckernels_libc_version(void);

/* Radix-sorts finite numbers into ascending order, −0 before +0; `scratch` has the same length. */
void ckernels_sort_ascending(double *numbers, double *scratch, size_t count);

#endif
