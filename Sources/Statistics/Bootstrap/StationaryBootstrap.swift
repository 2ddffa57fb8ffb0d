import Glibc

/// The stationary bootstrap of a series: blocks of geometric length that start anywhere.
///
/// A resample joins blocks of consecutive observations. Each block starts at an index uniform on
/// 0 … n − 1 and has length m with probability p(1 − p)^(m−1), p = 1/``meanBlockLength``; past the
/// end it goes on at the beginning. So each place of a resample is uniform on the sample, and the
/// resample is a stationary series given the data. A mean length of 1 draws independently.
///
/// Draws are addressed: replication r of one stream is the same whatever else was drawn.
///
/// ```swift
/// let bootstrap = StationaryBootstrap(meanBlockLength: 12)
/// var indices = [Int](repeating: 0, count: returns.count)
/// var places = indices.mutableSpan
/// bootstrap.fillIndices(
///   sampleCount: returns.count, from: stream, replication: 0, into: &places)
/// ```
///
/// - SeeAlso: Politis & Romano (1994), *Journal of the American Statistical Association* 89(428),
///   1303–1313.
public struct StationaryBootstrap: Hashable, Sendable {
  /// 1/p in observations, at least 1.
  public let meanBlockLength: Double

  /// 1/ln(1 − p), 0 for p = 1.
  private let lengthScale: Double

  /// A bootstrap with blocks of that mean length, at least 1 and finite.
  public init(meanBlockLength: Double) {
    precondition(
      meanBlockLength >= 1 && meanBlockLength.isFinite,
      "Mean block length \(meanBlockLength) is not a finite number of at least 1")
    self.meanBlockLength = meanBlockLength
    lengthScale = 1 / log1p(-1 / meanBlockLength)
  }

  /// Writes the indices, 0 … n − 1, of one resample of a series of n = `sampleCount`.
  ///
  /// The resample is as long as `indices`. Block k starts at ⌊n·u⌋ of the uniform u at path
  /// `replication` and step 2k, and has length 1 + ⌊ln v / ln(1 − p)⌋ of v at step 2k + 1.
  ///
  /// - Complexity: O(count), two uniforms a block, no allocation.
  public func fillIndices(
    sampleCount: Int, from stream: RandomStream, replication: UInt32,
    into indices: inout MutableSpan<Int>
  ) {
    precondition(sampleCount > 0, "A resample of \(sampleCount) observations")
    precondition(
      sampleCount <= Int(UInt32.max) && indices.count <= Int(Int32.max),
      "A resample of \(indices.count) from \(sampleCount) observations is too long to address")
    var filled = 0
    var block: UInt32 = 0
    while filled < indices.count {
      let drawn = self.block(
        block, sampleCount: sampleCount, from: stream, replication: replication)
      block += 1
      let end = min(drawn.length, indices.count - filled) + filled
      var index = drawn.start
      while filled < end {
        indices[filled] = index
        filled &+= 1
        index = index &+ 1 == sampleCount ? 0 : index &+ 1
      }
    }
  }

  /// The blocks of one resample that is as long as the series.
  ///
  /// Each has its start and the number of indices it gives, which wrap at the end; the last is cut. They are those of
  /// ``fillIndices(sampleCount:from:replication:into:)``.
  public func blocks(
    sampleCount: Int, from stream: RandomStream, replication: UInt32
  ) -> [(start: Int, length: Int)] {
    var blocks: [(start: Int, length: Int)] = []
    var filled = 0
    while filled < sampleCount {
      let drawn = block(
        UInt32(blocks.count), sampleCount: sampleCount, from: stream, replication: replication)
      let length = min(drawn.length, sampleCount - filled)
      blocks.append((drawn.start, length))
      filled += length
    }
    return blocks
  }

  private func block(
    _ number: UInt32, sampleCount: Int, from stream: RandomStream, replication: UInt32
  ) -> (start: Int, length: Int) {
    let start = stream.uniform(path: replication, step: 2 * number) * Double(sampleCount)
    let length = blockLength(of: stream.uniform(path: replication, step: 2 * number + 1))
    return (min(Int(start), sampleCount - 1), length)
  }

  /// P(length > m) = P(v ≤ (1 − p)ᵐ); longer blocks than any resample are cut.
  private func blockLength(of uniform: Double) -> Int {
    1 + Int(min(log(uniform) * lengthScale, 0x1p40))
  }
}
