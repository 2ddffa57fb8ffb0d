internal import Glibc

/// The margins of one instrument and side, one a bar, in the order of time.
///
/// A margin is a rate of notional, or the amount that one constant contract posts: rate × price × size.
/// The two differ for an asset whose price grew a hundredfold, so both are measured.
public struct MarginPath: Hashable, Sendable {
  /// What the numbers of a path are.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// A fraction of notional.
    case rate
    /// Money for one unit of the instrument, in its quote currency.
    case amount
  }

  /// Whether margins are rates or amounts.
  public let unit: Unit
  /// The margins, each finite and not negative.
  public let margins: [Double]

  /// A path; traps on a margin that is negative or not finite.
  public init(_ unit: Unit, _ margins: [Double]) {
    precondition(
      margins.allSatisfy { $0 >= 0 && $0.isFinite }, "A margin is negative or not finite")
    self.unit = unit
    self.margins = margins
  }

  /// The mean margin: what it costs to keep one position through the whole path; nil if empty.
  public var mean: Double? {
    margins.isEmpty ? nil : margins.reduce(0, +) / Double(margins.count)
  }

  /// The standard deviation over the path, divisor n − 1; nil below two margins.
  public var standardDeviation: Double? { sampleDeviation(margins) }

  /// The standard deviation of ln(Mₜ₊₁/Mₜ), divisor n − 1; nil below three margins or with a zero.
  public var logChangeDeviation: Double? {
    guard margins.allSatisfy({ $0 > 0 }) else { return nil }
    return sampleDeviation(zip(margins, margins.dropFirst()).map { log($1 / $0) })
  }

  /// The peak over the whole path to the trough over it, wherever the two lie.
  ///
  ///     max Mₜ / min Mₜ
  ///
  /// Nil for an empty path and for a trough of zero.
  ///
  /// - SeeAlso: Murphy, Vasios and Vause (2014), Bank of England Financial Stability Paper 29.
  public var peakToTrough: Double? {
    guard let least = margins.min(), least > 0, let largest = margins.max() else { return nil }
    return largest / least
  }

  /// The peak to an earlier trough: how far a margin rose from its lowest.
  ///
  ///     maxₜ ( Mₜ / min over s ≤ t of Mₛ )
  ///
  /// Never above ``peakToTrough``. Nil for an empty path and for a trough of zero.
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

  /// The largest fall from an earlier peak, 1 − min Mₜ / max over s ≤ t of Mₛ; nil if empty or zero.
  public var largestFall: Double? {
    var peak = 0.0
    var fall = 0.0
    for margin in margins {
      peak = max(peak, margin)
      if peak > 0 { fall = max(fall, 1 - margin / peak) }
    }
    return peak > 0 ? fall : nil
  }

  /// The bars on which a margin is more than `share` above that of the bar before.
  public func jumps(above share: Double) -> Int {
    zip(margins, margins.dropFirst()).count { $1 > $0 * (1 + share) }
  }
}

/// The square root of Σ (xᵢ − m)²/(n − 1); nil below two values.
private func sampleDeviation(_ values: [Double]) -> Double? {
  guard values.count > 1 else { return nil }
  let mean = values.reduce(0, +) / Double(values.count)
  var squares = 0.0
  for value in values { squares += (value - mean) * (value - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}
