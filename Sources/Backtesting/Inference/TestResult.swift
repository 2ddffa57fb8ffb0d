internal import RiskMeasures

/// The answer of one coverage test, with everything that is needed to read its p-value.
public struct TestResult: Hashable, Sendable {
  /// Which test.
  public let test: TestName
  /// The statistic; nil where the sample does not define one.
  public let statistic: Double?
  /// The degrees of freedom of the limiting χ²; nil where the limit is none.
  public let degreesOfFreedom: Int?
  /// The p-value; nil for the reason in ``pValueReason``.
  public let pValue: Double?
  /// How the p-value was found; nil without one.
  public let pValueMethod: PValueMethod?
  /// Why there is no p-value; nil with one.
  public let pValueReason: PValueReason?
  /// Which departures the p-value counts.
  public let alternative: Alternative
  /// What the null hypothesis takes as known.
  public let null: NullHypothesis
  /// The draws behind a simulated or bootstrapped p-value; nil for the other methods.
  public let simulation: Simulation?
  /// The size at which ``rejected`` is decided.
  public let significance: Double
  /// How many bars neighbouring losses of the forecasts share: h − 1, zero for one-bar losses.
  public let overlap: Int
  /// What the p-value does about losses that share bars; nil for one-bar losses.
  public let overlapTreatment: OverlapTreatment?
  /// The probability, under the null, that the p-value is at most ``significance``.
  ///
  /// Outcomes are discrete, so it is seldom ``significance`` itself: below it for an exact p-value,
  /// on either side for an asymptotic one. Nil where it is not known, as for a simulated p-value.
  public let attainedSize: Double?
  /// What this test says beyond its p-value.
  public let detail: TestDetail?

  /// Whether the p-value is at most ``significance``; nil without a p-value, never a pass.
  public var rejected: Bool? { pValue.map { $0 <= significance } }

  /// The number of draws behind a simulated or bootstrapped p-value; nil for the other methods.
  public var draws: Int? { simulation?.draws }

  /// A result; `evidence` is asked for the p-value unless losses overlap and that is not treated.
  init(
    _ test: TestName, statistic: Double?, degreesOfFreedom: Int?, alternative: Alternative,
    significance: Double, horizon: Horizon, null: NullHypothesis = .parametersKnown,
    overlap treatment: OverlapTreatment = .refused, detail: TestDetail? = nil,
    evidence: () -> Evidence
  ) {
    self.test = test
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.alternative = alternative
    self.null = null
    self.significance = significance
    self.overlap = horizon.bars - 1
    self.overlapTreatment = horizon == .oneBar ? nil : treatment
    self.detail = detail
    let isRefused = horizon > .oneBar && treatment == .refused
    let found = isRefused ? Evidence.none(.overlappingHorizon) : evidence()
    self.pValue = found.pValue
    self.pValueMethod = found.method
    self.pValueReason = found.reason
    self.attainedSize = found.attainedSize
    self.simulation = found.simulation
  }
}

/// What one kind of test says beyond its p-value.
public enum TestDetail: Hashable, Sendable {
  /// The transitions behind an independence or conditional coverage test.
  case transitions(TransitionCounts)
  /// The zone of a traffic light.
  case trafficLight(TrafficLight)
}

/// A p-value, or why there is none.
enum Evidence: Hashable, Sendable {
  case pValue(Double, PValueMethod, attainedSize: Double?)
  case simulated(Double, Simulation)
  case bootstrapped(Double, Simulation)
  case none(PValueReason)

  fileprivate var pValue: Double? {
    switch self {
    case .pValue(let value, _, _), .simulated(let value, _), .bootstrapped(let value, _): value
    case .none: nil
    }
  }

  fileprivate var method: PValueMethod? {
    switch self {
    case .pValue(_, let method, _): method
    case .simulated: .simulated
    case .bootstrapped: .bootstrap
    case .none: nil
    }
  }

  fileprivate var reason: PValueReason? {
    if case .none(let reason) = self { reason } else { nil }
  }

  fileprivate var attainedSize: Double? {
    if case .pValue(_, _, let attainedSize) = self { attainedSize } else { nil }
  }

  fileprivate var simulation: Simulation? {
    switch self {
    case .simulated(_, let simulation), .bootstrapped(_, let simulation): simulation
    case .pValue, .none: nil
    }
  }
}

/// Traps unless 0 < significance < 1.
func requireSignificance(_ significance: Double) {
  precondition(
    significance > 0 && significance < 1,
    "A significance of \(significance) is not between 0 and 1")
}
