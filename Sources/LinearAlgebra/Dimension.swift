/// A count as a 32-bit LAPACK integer.
func dimension(_ count: Int) -> Int32 {
  precondition(
    count <= Int(Int32.max), "dimension \(count) exceeds the LAPACK limit of \(Int32.max)")
  return Int32(count)
}

/// The leading dimension of a matrix with the given number of rows, at least one as BLAS requires.
func leadingDimension(_ rowCount: Int) -> Int32 { dimension(max(rowCount, 1)) }

/// The work length that a workspace query returned in its first element, at least one.
func workLength(fromQuery answer: Double) -> Int { max(Int(answer.rounded(.up)), 1) }
