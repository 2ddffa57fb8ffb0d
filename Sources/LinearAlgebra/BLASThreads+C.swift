internal import CKernels

/// The number of threads OpenBLAS runs, set to one when the program is loaded.
///
/// Two threads give other last bits than one; parallelism belongs to instruments, models and paths.
package var blasThreadCount: Int { Int(ckernels_blas_thread_count()) }
