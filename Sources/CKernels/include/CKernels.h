#ifndef CKERNELS_H
#define CKERNELS_H

/* The number of threads OpenBLAS was set to when the program was loaded: always 1. */
int ckernels_blas_thread_count(void);

#endif
