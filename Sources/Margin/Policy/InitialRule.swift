public import RiskMeasures

/// How the initial margin follows from the maintenance margin.
public enum InitialRule: Hashable, Sendable {
  /// Initial ÷ maintenance margin, in [1, 10]; exact to six decimal places.
  case ratio(MarginRate)
  /// Maintenance margin plus the loss over the client's reaction time.
  case reaction(MarginCallPeriod)

  func check(_ covers: CoveredRate) {
    switch self {
    case .ratio(let ratio):
      precondition(
        (1_000_000 ... 10_000_000).contains(ratio.millionths),
        "The ratio of initial to maintenance is in [1, 10], not \(ratio.fraction)")
    case .reaction:
      precondition(
        covers == .maintenance,
        "A reaction time is on top of maintenance, not of \(covers.rawValue)")
    }
  }

  /// Initial ÷ maintenance margin; nil for a reaction time.
  public var ratio: MarginRate? { if case .ratio(let ratio) = self { ratio } else { nil } }

  /// The reaction time; nil for a ratio.
  public var marginCallPeriod: MarginCallPeriod? {
    if case .reaction(let time) = self { time } else { nil }
  }
}

/// The reaction time between a margin call and the close-out.
///
/// The initial margin covers it on top of the maintenance margin:
///
///     initial = maintenance + VaR(level, period)
///
/// A position below the initial rate may not be increased; the maintenance rate covers the loss
/// from the call onward.
public struct MarginCallPeriod: Hashable, Sendable {
  /// The level of the value at risk.
  public let level: ConfidenceLevel
  /// The time a client has to answer a margin call.
  public let periodOfRisk: MarginPeriodOfRisk

  /// Creates a reaction time and the confidence level at which it is covered.
  public init(level: ConfidenceLevel, periodOfRisk: MarginPeriodOfRisk) {
    self.level = level
    self.periodOfRisk = periodOfRisk
  }
}
