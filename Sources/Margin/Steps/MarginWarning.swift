/// A named finding about a margin, with a sentence for people.
public struct MarginWarning: Hashable, Sendable, Codable {
  /// The stable name, for programs: `floor-short-history`.
  public let code: String
  /// What was found, for people.
  public let message: String

  /// A warning of a given name.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// A published rate below the calculated one.
  static func belowCalculated(published: MarginRate, calculated: MarginRate) -> MarginWarning {
    MarginWarning(
      code: "below-calculated",
      message: "published \(published.fraction) is below the calculated \(calculated.fraction)")
  }
}
