/// The time from the last margin collection until a position is closed.
public struct MarginPeriodOfRisk: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The number of units; at least one.
  public let count: Int
  /// The unit of ``count``.
  public let unit: Unit

  /// The units of a margin period of risk, on the instrument's own calendar.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// Rows of the price history.
    case bars
    /// Trading days of the instrument.
    case businessDays = "business-days"
    /// Hours of clock time.
    case hours
    /// Minutes of clock time.
    case minutes
  }

  /// Creates a period of `count` units.
  public init(count: Int, unit: Unit) {
    precondition(count >= 1, "A margin period of risk is at least 1 \(unit.rawValue), not \(count)")
    self.count = count
    self.unit = unit
  }

  /// The period in words: "1 bar", "2 business days".
  public var description: String {
    let noun =
      switch unit {
      case .bars: "bar"
      case .businessDays: "business day"
      case .hours: "hour"
      case .minutes: "minute"
      }
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
