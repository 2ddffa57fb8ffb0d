public import RiskMeasures

/// What an initial margin is made of, beside the maintenance margin.
public enum InitialRule: Hashable, Sendable {
  /// Initial over maintenance margin, in [1, 10]; exact to six decimal places.
  case ratio(MarginRate)
  /// Maintenance margin and the loss over the time that a client has to react.
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

  /// Initial over maintenance margin, or nil for a reaction time.
  public var ratio: MarginRate? { if case .ratio(let ratio) = self { ratio } else { nil } }

  /// The reaction time, or nil for a ratio.
  public var marginCallPeriod: MarginCallPeriod? {
    if case .reaction(let time) = self { time } else { nil }
  }
}

/// The time between a call and the closing of a position, which an initial margin covers on top of maintenance.
///
///     initial = maintenance + VaR(level, period)
///
/// Crossing the initial rate only stops trading; what the maintenance rate covers is counted from there.
public struct MarginCallPeriod: Hashable, Sendable {
  /// The level of the value at risk.
  public let level: ConfidenceLevel
  /// The time that a client has to answer a call.
  public let periodOfRisk: MarginPeriodOfRisk

  /// A time and the level it is covered at.
  public init(level: ConfidenceLevel, periodOfRisk: MarginPeriodOfRisk) {
    self.level = level
    self.periodOfRisk = periodOfRisk
  }
}
