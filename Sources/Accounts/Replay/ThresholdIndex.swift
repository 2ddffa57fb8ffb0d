/// An index of one number per account, for threshold search by the maxima of blocks of 64.
struct ThresholdIndex {
  private var vectors: [SIMD8<Double>]
  /// The upper bound of each block; it may exceed the maximum after a number has fallen.
  private var peaks: [Double]

  private static let vectorsInBlock = 8

  /// Creates an index with −∞ for every account.
  init(count: Int) {
    let blocks = (count + 63) / 64
    vectors = Array(
      repeating: SIMD8(repeating: -.infinity), count: blocks * Self.vectorsInBlock)
    peaks = Array(repeating: -.infinity, count: blocks)
  }

  subscript(account: Int) -> Double {
    get { vectors[account >> 3][account & 7] }
    set {
      vectors[account >> 3][account & 7] = newValue
      peaks[account >> 6] = max(peaks[account >> 6], newValue)
    }
  }

  /// The accounts at or above a threshold above −∞, ascending; tightens the bounds it visits.
  mutating func accounts(atLeast threshold: Double) -> [Int] {
    var found: [Int] = []
    for block in peaks.indices where peaks[block] >= threshold {
      var peak = -Double.infinity
      for index in block * Self.vectorsInBlock ..< (block + 1) * Self.vectorsInBlock {
        let vector = vectors[index]
        peak = max(peak, vector.max())
        guard any(vector .>= threshold) else { continue }
        for lane in 0 ..< 8 where vector[lane] >= threshold { found.append(index << 3 | lane) }
      }
      peaks[block] = peak
    }
    return found
  }
}
