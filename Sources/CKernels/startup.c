#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include <cblas.h>
#include <gnu/libc-version.h>
#include <stdio.h>

/* OpenBLAS starts with one thread a core, and two threads give other last bits than one.
   The toolkit is parallel across instruments, models and paths instead. */
__attribute__((constructor)) static void use_one_blas_thread(void) { openblas_set_num_threads(1); }

int ckernels_blas_thread_count(void) { return openblas_get_num_threads(); }

const char *ckernels_blas_configuration(void) {
  static char text[160];
  snprintf(text, sizeof text, "OpenBLAS %s", openblas_get_corename());
  return text;
}

const char *ckernels_libc_version(void) { return gnu_get_libc_version(); }
