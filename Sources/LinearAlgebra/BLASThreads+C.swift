internal import CKernels

/// The number of OpenBLAS threads, set to one when the program is loaded.
///
/// Two threads give different last bits than one; parallelism is across instruments, models and
/// paths.
package var blasThreadCount: Int { Int(ckernels_blas_thread_count()) }
