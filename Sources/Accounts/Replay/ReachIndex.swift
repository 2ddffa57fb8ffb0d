/// A number for each account, searched eight at a time for those at or above a threshold.
struct ReachIndex {
  private var vectors: [SIMD8<Double>]
  private let count: Int

  /// −∞ for every account.
  init(count: Int) {
    self.count = count
    vectors = Array(repeating: SIMD8(repeating: -.infinity), count: (count + 7) / 8)
  }

  subscript(account: Int) -> Double {
    get { vectors[account >> 3][account & 7] }
    set { vectors[account >> 3][account & 7] = newValue }
  }

  /// The accounts at or above a threshold above −∞, in ascending order.
  func accounts(atLeast threshold: Double) -> [Int] {
    var found: [Int] = []
    let bar = SIMD8(repeating: threshold)
    for place in vectors.indices where any(vectors[place] .>= bar) {
      for lane in 0 ..< 8 where vectors[place][lane] >= threshold {
        found.append(place << 3 | lane)
      }
    }
    return found
  }
}
