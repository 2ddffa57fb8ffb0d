#ifndef CKERNELS_LANES_H
#define CKERNELS_LANES_H

/* Compiles one source once per instruction set, selected when the program is loaded. All copies
   give the same bits: they differ in vector width, never in order or rounding. */
#if defined(__x86_64__) && defined(__linux__)
#define RUN_TIME_DISPATCH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define RUN_TIME_DISPATCH
#endif

/* Keeps a number out of vector registers: packing it with its neighbor would add a shuffle to the
   critical path of a recursion. */
#if defined(__x86_64__)
#define KEEP_SCALAR(number) __asm__("" : "+x"(number))
#else
#define KEEP_SCALAR(number) (void)(number)
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#endif
