internal import Glibc

/// The margins of one instrument and side, one per bar, in chronological order.
///
/// A margin is a rate of notional, or the amount that one constant contract posts: rate × price ×
/// size. The two differ for an asset whose price changed a lot, so both are measured.
public struct MarginPath: Hashable, Sendable {
  /// The unit of the margins of a path.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// A fraction of notional.
    case rate
    /// The amount for one unit of the instrument, in its quote currency.
    case amount
  }

  /// Whether margins are rates or amounts.
  public let unit: Unit
  /// The margins, each finite and nonnegative.
  public let margins: [Double]

  /// Creates a path; traps on a margin that is negative or not finite.
  public init(_ unit: Unit, _ margins: [Double]) {
    precondition(
      margins.allSatisfy { $0 >= 0 && $0.isFinite }, "A margin is negative or not finite")
    self.unit = unit
    self.margins = margins
  }

  /// The mean margin, the average cost of holding one position; nil if empty.
  public var mean: Double? {
    margins.isEmpty ? nil : margins.reduce(0, +) / Double(margins.count)
  }

  /// The standard deviation over the path, divisor n − 1; nil for fewer than two margins.
  public var standardDeviation: Double? { sampleDeviation(margins) }

  /// The standard deviation of ln(Mₜ₊₁/Mₜ), divisor n − 1.
  ///
  /// Nil for fewer than three margins or with a zero.
  public var logChangeDeviation: Double? {
    guard margins.allSatisfy({ $0 > 0 }) else { return nil }
    return sampleDeviation(zip(margins, margins.dropFirst()).map { log($1 / $0) })
  }

  /// The ratio of the highest to the lowest margin of the whole path, in any order.
  ///
  ///     max Mₜ / min Mₜ
  ///
  /// Nil for an empty path or a minimum of zero.
  ///
  /// - SeeAlso: Murphy, Vasios and Vause (2014), Bank of England Financial Stability Paper 29; its
  ///   formula was not checked.
  public var peakToTrough: Double? {
    guard let least = margins.min(), least > 0, let largest = margins.max() else { return nil }
    return largest / least
  }

  /// The largest ratio of a margin to the lowest margin up to that date.
  ///
  ///     maxₜ ( Mₜ / min over s ≤ t of Mₛ )
  ///
  /// Never above ``peakToTrough``. Nil for an empty path or a minimum of zero.
  public var peakAfterTrough: Double? {
    guard let least = margins.min(), least > 0 else { return nil }
    var trough = Double.infinity
    var ratio = 1.0
    for margin in margins {
      trough = min(trough, margin)
      ratio = max(ratio, margin / trough)
    }
    return ratio
  }

  /// The largest fall from an earlier peak, 1 − min Mₜ / max over s ≤ t of Mₛ.
  ///
  /// Nil if the path is empty or all zero.
  public var largestFall: Double? {
    var peak = 0.0
    var fall = 0.0
    for margin in margins {
      peak = max(peak, margin)
      if peak > 0 { fall = max(fall, 1 - margin / peak) }
    }
    return peak > 0 ? fall : nil
  }

  /// Returns the number of bars on which a margin is more than `share` above the previous one.
  public func jumps(above share: Double) -> Int {
    zip(margins, margins.dropFirst()).count { $1 > $0 * (1 + share) }
  }
}

/// The square root of Σ (xᵢ − m)²/(n − 1); nil for fewer than two values.
private func sampleDeviation(_ values: [Double]) -> Double? {
  guard values.count > 1 else { return nil }
  let mean = values.reduce(0, +) / Double(values.count)
  var squares = 0.0
  for value in values { squares += (value - mean) * (value - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}
