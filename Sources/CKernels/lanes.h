#ifndef CKERNELS_LANES_H
#define CKERNELS_LANES_H

/* One source, a copy for each instruction set, chosen when the program is loaded. All copies give the
   same bits: they differ in how many numbers one instruction takes, never in order or rounding. */
#if defined(__x86_64__) && defined(__linux__)
#define RUN_TIME_DISPATCH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define RUN_TIME_DISPATCH
#endif

/* Keeps a number out of vectors: packed with its neighbour, it would be shuffled on the path that a
   recursion waits for. */
#if defined(__x86_64__)
#define KEEP_SCALAR(number) __asm__("" : "+x"(number))
#else
#define KEEP_SCALAR(number) (void)(number)
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#endif
