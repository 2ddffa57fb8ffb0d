/// A leverage held as whole hundredths: 12.5 times is 1250.
public struct Leverage: Hashable, Comparable, Sendable {
  /// The leverage times 100.
  public let hundredths: Int

  /// Creates a leverage from a whole number of hundredths.
  public init(hundredths: Int) { self.hundredths = hundredths }

  /// The leverage as a multiple of equity.
  public var multiple: Double { Double(hundredths) / 100 }

  /// Orders leverages by their multiples.
  public static func < (a: Self, b: Self) -> Bool { a.hundredths < b.hundredths }
}

extension Leverage: Codable {
  /// Decodes a multiple of at most two decimal places, at least 0.01.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let multiple = try container.decode(Double.self)
    guard multiple >= 0.01, multiple <= 1e6,
      (multiple * 100).rounded() / 100 == multiple
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(multiple) is not a leverage above zero with at most two decimal places"
      )
    }
    hundredths = Int((multiple * 100).rounded())
  }

  /// Encodes the multiple.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(multiple)
  }
}

/// How the maximum leverage, 1 ÷ initial margin, is rounded down.
public enum LeverageRounding: Hashable, Sendable {
  /// Down to a multiple of 0.01.
  case hundredths
  /// Down to the highest leverage step that the margin allows; nil below the lowest step.
  case ladder([Leverage])

  /// The maximum leverage for `initial`; nil for zero margin and below the lowest step.
  ///
  /// Whole-number arithmetic: ⌊10⁸ / millionths⌋ hundredths.
  public func maximumLeverage(forInitialMargin initial: MarginRate) -> Leverage? {
    guard initial.millionths > 0 else { return nil }
    let exact = Leverage(hundredths: 100_000_000 / initial.millionths)
    switch self {
    case .hundredths: return exact
    case .ladder(let steps): return steps.filter { $0 <= exact }.max()
    }
  }
}
