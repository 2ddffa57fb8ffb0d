/// A count as LAPACK's 32-bit integer.
func dimension(_ count: Int) -> Int32 {
  precondition(count <= Int(Int32.max), "LAPACK counts to \(Int32.max), not to \(count)")
  return Int32(count)
}

/// The leading dimension of a matrix with this many rows: BLAS refuses zero.
func leadingDimension(_ rowCount: Int) -> Int32 { dimension(max(rowCount, 1)) }

/// The work length that a workspace query left in its first element.
///
/// - Returns: at least one.
func workLength(fromQuery answer: Double) -> Int { max(Int(answer.rounded(.up)), 1) }
