/// A warning about a margin: a stable code and a message for people.
public struct MarginWarning: Hashable, Sendable, Codable {
  /// The stable code, for programs: `floor-short-history`.
  public let code: String
  /// The message, for people.
  public let message: String

  /// Creates a warning.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The warning for a long rate that is limited to the notional.
  package static let aboveNotional = MarginWarning(
    code: "margin-above-notional",
    message:
      "the long rate exceeds 100 %, the most that a long position can lose, and is limited to "
      + "it; check the prices, or choose another model")

  /// The warning for a published rate below the calculated one.
  static func belowCalculated(published: MarginRate, calculated: MarginRate) -> MarginWarning {
    MarginWarning(
      code: "below-calculated",
      message: "published \(published.fraction) is below the calculated \(calculated.fraction)")
  }
}
