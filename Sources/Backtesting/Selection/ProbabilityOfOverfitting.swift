/// The probability of backtest overfitting (PBO).
///
/// The days are split into S equal blocks; every choice of S/2 of them is an in-sample set, and the
/// others are the out-of-sample set. With r the out-of-sample rank of the in-sample best among N
/// candidates, 1 the worst, the probability is the share of choices with r/(N + 1) ≤ ½. For
/// candidates that differ by chance alone it is about one half.
///
/// - SeeAlso: Bailey, Borwein, López de Prado and Zhu (2017), *Journal of Computational Finance*
///   20(4), 39–69.
public struct ProbabilityOfOverfitting: Hashable, Sendable {
  /// The share of choices whose selected candidate ranked at or below the median out of sample.
  public let probability: Double
  /// The number of block choices.
  public let combinations: Int
  /// S, the number of blocks.
  public let blocks: Int

  /// Computes the probability from losses by day, one list per candidate, smaller being better.
  ///
  /// Nil for fewer than two candidates or fewer days than blocks. `blocks` must be even and at most
  /// 20.
  public init?(losses: [[Double]], blocks: Int = 10) {
    precondition(
      blocks % 2 == 0 && (2 ... 20).contains(blocks), "\(blocks) blocks are not 2 to 20, even")
    guard losses.count >= 2, let days = losses.first?.count, days >= blocks else { return nil }
    precondition(losses.allSatisfy { $0.count == days }, "Candidates have the same days")
    // Equal blocks; the remaining days at the start are dropped.
    let size = days / blocks
    let sums = losses.map { series in
      (0 ..< blocks).map { block in
        let start = days - (blocks - block) * size
        return series[start ..< start + size].reduce(0, +)
      }
    }
    var worse = 0
    var count = 0
    for set in 0 ..< 1 << blocks where set.nonzeroBitCount == blocks / 2 {
      func total(_ candidate: Int, _ set: Int) -> Double {
        (0 ..< blocks).reduce(0) { set & (1 << $1) != 0 ? $0 + sums[candidate][$1] : $0 }
      }
      let rest = (1 << blocks) - 1 - set
      let inside = losses.indices.map { total($0, set) }
      guard let best = inside.indices.min(by: { inside[$0] < inside[$1] }) else { continue }
      let own = total(best, rest)
      // Ties count one half each.
      var rank = 1.0
      for other in losses.indices where other != best {
        let value = total(other, rest)
        rank += value > own ? 1 : value == own ? 0.5 : 0
      }
      count += 1
      if rank / Double(losses.count + 1) <= 0.5 { worse += 1 }
    }
    probability = Double(worse) / Double(count)
    combinations = count
    self.blocks = blocks
  }
}
