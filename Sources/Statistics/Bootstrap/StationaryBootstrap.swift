import Glibc

/// The stationary bootstrap of a series, which joins blocks of geometric length.
///
/// A resample joins blocks of consecutive observations. Each block starts at an index uniform on
/// 0 … n − 1 and has length m with probability p(1 − p)^(m−1), p = 1/``meanBlockLength``; past the
/// end of the sample it wraps to the beginning. Each element of a resample is therefore uniform on
/// the sample, and the resample is stationary given the data. A mean length of 1 draws
/// independently.
///
/// Draws are addressed: replication r of a stream does not depend on any other draw.
///
/// ```swift
/// let bootstrap = StationaryBootstrap(meanBlockLength: 12)
/// var indices = [Int](repeating: 0, count: returns.count)
/// var resample = indices.mutableSpan
/// bootstrap.fillIndices(
///   sampleCount: returns.count, from: stream, replication: 0, into: &resample)
/// ```
///
/// - SeeAlso: Politis & Romano (1994), *Journal of the American Statistical Association* 89(428),
///   1303–1313.
public struct StationaryBootstrap: Hashable, Sendable {
  /// The mean block length 1/p, in observations, at least 1.
  public let meanBlockLength: Double

  /// 1/ln(1 − p); 0 for p = 1.
  private let lengthScale: Double

  /// Creates a bootstrap with the given mean block length, in observations, finite and at least 1.
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

  /// Returns the blocks of one resample of the same length as the series.
  ///
  /// Each block has a start index and a number of indices, which wrap at the end of the sample; the
  /// last block is truncated. The indices are those of
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

  /// Block length from a uniform v: P(length > m) = P(v ≤ (1 − p)ᵐ), capped above any resample's
  /// length.
  private func blockLength(of uniform: Double) -> Int {
    1 + Int(min(log(uniform) * lengthScale, 0x1p40))
  }
}
