/// Where a tail begins.
public enum TailThreshold: Hashable, Sendable {
  /// The largest loss but ⌊n·share⌋, so that this many losses lie beyond it: 0 < share < ½.
  case share(Double)
  /// A loss, in the units of the sample.
  case value(Double)

  /// One loss in ten: the common choice where nothing is known of the sample.
  public static let tenth = TailThreshold.share(0.1)

  /// ⌊n·share⌋, a product that rounding left just below a whole number counting as that number.
  static func tailCount(of count: Int, share: Double) -> Int {
    Int((Double(count) * share + 1e-9).rounded(.down))
  }
}
