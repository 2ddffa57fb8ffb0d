/// The rule that sets the threshold of a tail.
public enum TailThreshold: Hashable, Sendable {
  /// A share of the sample: ⌊n·share⌋ losses lie beyond the threshold, 0 < share < ½.
  case share(Double)
  /// A loss in the units of the sample.
  case value(Double)

  /// The common default of one loss in ten.
  public static let tenth = TailThreshold.share(0.1)

  /// The count ⌊n·share⌋, where a product just below an integer by rounding counts as that integer.
  static func tailCount(of count: Int, share: Double) -> Int {
    Int((Double(count) * share + 1e-9).rounded(.down))
  }
}
