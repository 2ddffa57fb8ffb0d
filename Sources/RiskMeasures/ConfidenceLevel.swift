/// A probability in (½, 1), stored in whole millionths so that counts of observations are exact.
///
/// ```swift
/// ConfidenceLevel(0.9975)?.tailCount(of: 10_000)   // 25; floating point would give 24
/// ```
public struct ConfidenceLevel: Hashable, Comparable, Sendable {
  /// The level times 10⁶: 0.9975 is 997 500.
  public let millionths: Int

  /// A level, or nil if the probability is outside (½, 1), NaN or not a whole number of millionths.
  public init?(_ probability: Double) {
    guard probability > 0.5, probability < 1 else { return nil }
    let millionths = Int((probability * 1e6).rounded())
    guard Double(millionths) / 1e6 == probability, millionths < 1_000_000 else { return nil }
    self.millionths = millionths
  }

  /// The level as a probability.
  public var probability: Double { Double(millionths) / 1e6 }

  /// The tail probability, 1 − level.
  public var tailProbability: Double { Double(1_000_000 - millionths) / 1e6 }

  /// The number of whole losses beyond the quantile, ⌊n(1 − c)⌋.
  public func tailCount(of count: Int) -> Int { count * (1_000_000 - millionths) / 1_000_000 }

  /// Compares by value.
  public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }
}

extension ConfidenceLevel: Codable {
  /// Decodes a probability in (½, 1) with at most six decimal places.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let probability = try container.decode(Double.self)
    guard let level = ConfidenceLevel(probability) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(probability) is not a confidence level")
    }
    self = level
  }

  /// Encodes the probability.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(probability)
  }
}
