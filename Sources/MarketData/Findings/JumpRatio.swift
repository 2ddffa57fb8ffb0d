import Glibc

/// The ratio of small integers or power of ten that a change of level is near to.
struct JumpRatio: Hashable, CustomStringConvertible {
  /// The new price in units of the old one is numerator ÷ denominator.
  let numerator: Int
  /// See ``numerator``.
  let denominator: Int

  /// P₁/P₀ as a decimal.
  var value: Double { Double(numerator) / Double(denominator) }

  /// Ratios above 1; each has its inverse.
  ///
  /// Splits below 3:2 are left out, since moves of a quarter happen: UAA on 2017-01-31 is within
  /// 1 % of 3:4 at 38 scales.
  private static let ratios: [(Int, Int)] = [
    (3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (10, 1), (15, 1),
    (20, 1), (25, 1), (30, 1), (50, 1), (100, 1), (1_000, 1), (10_000, 1), (1_000_000, 1),
  ]

  private static let logs = ratios.map { log(Double($0.0) / Double($0.1)) }

  /// The ratio nearest to a log change of the price, if it is within a log distance.
  static func nearest(to change: Double, within tolerance: Double) -> Self? {
    let size = abs(change)
    let distances = logs.map { abs($0 - size) }
    guard let index = distances.indices.min(by: { distances[$0] < distances[$1] }),
      distances[index] <= tolerance
    else { return nil }
    let (large, small) = ratios[index]
    return change > 0
      ? Self(numerator: large, denominator: small) : Self(numerator: small, denominator: large)
  }

  /// Whether the change is rather one of unit than a split.
  ///
  /// It is from a factor of 100 on, and for a rise by 10; a fall to a tenth is more often a
  /// 10-for-1 split.
  var isUnit: Bool { factor >= 100 || numerator == 10 }

  /// The larger of the two numbers.
  private var factor: Int { max(numerator, denominator) }

  /// Whether the ratio is 3:2 or 2:3, within reach of true moves.
  var isSmall: Bool { factor == 3 && min(numerator, denominator) == 2 }

  /// How far the price may be from the ratio, as a log distance, given the scale of its moves.
  ///
  /// Five scales are 3.4 standard deviations of a normal return, and a tenth is half the way to the
  /// next ratio. Less is left to 3:2, which true moves come near, and to splits above ten, which
  /// are rarer than other reasons for such a change.
  func tolerance(scale: Double) -> Double {
    if isSmall { return min(4 * scale, 0.05) }
    return factor > 10 && factor < 100 ? min(3 * scale, 0.04) : min(5 * scale, 0.1)
  }

  /// The ratio of the prices, new to old, as `1:2`.
  var description: String { "\(numerator):\(denominator)" }

  /// The split that makes this change: `2-for-1` for a price that halves, `1-for-10` reverse.
  var splitName: String {
    numerator < denominator
      ? "\(denominator)-for-\(numerator) split" : "\(denominator)-for-\(numerator) reverse split"
  }
}
