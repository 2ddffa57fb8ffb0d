#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include <cblas.h>
#include <gnu/libc-version.h>
#include <stdio.h>

/* Shuts down OpenBLAS's threads; absent in a build without threads. */
extern int blas_thread_shutdown_(void) __attribute__((weak));

/* OpenBLAS starts with one thread per core, and two threads give different last bits than one. The
   toolkit runs in parallel across instruments, models and paths instead. The idle threads are shut
   down too: until they sleep they yield in a loop, which costs a short run a third of a core. */
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
