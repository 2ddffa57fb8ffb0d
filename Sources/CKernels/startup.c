#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include <cblas.h>
#include <gnu/libc-version.h>
#include <stdio.h>

/* Ends OpenBLAS's own threads; absent where it was built without any. */
extern int blas_thread_shutdown_(void) __attribute__((weak));

/* OpenBLAS starts with one thread a core, and two threads give other last bits than one.
   The toolkit is parallel across instruments, models and paths instead. The idle threads go too:
   until they fall asleep they yield in a loop, which costs a short run a third of a core. */
__attribute__((constructor)) static void use_one_blas_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

int ckernels_blas_thread_count(void) { return openblas_get_num_threads(); }

const char *ckernels_blas_configuration(void) {
  static char text[160];
  snprintf(text, sizeof text, "OpenBLAS %s", openblas_get_corename());
  return text;
}

const char *ckernels_libc_version(void) { return gnu_get_libc_version(); }
