internal import RiskMeasures

/// The answer of one coverage test, with everything that is needed to read its p-value.
public struct TestResult: Hashable, Sendable {
  /// Which test.
  public let test: TestName
  /// The statistic; nil where the sample does not define one.
  public let statistic: Double?
  /// The degrees of freedom of the limiting χ²; nil for another limit.
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
  /// The draws behind a simulated p-value; nil for the other methods.
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
  /// P(T > t) under the null, where the p-value is P(T ≥ t); nil for a p-value from a limit.
  ///
  /// A uniform u between the two is uniform on 0 … 1 under the null, which a p-value of discrete outcomes is
  /// not: the size of a test is measured on it.
  public let strictPValue: Double?
  /// The probability of rejecting where exceedances come at twice the stated rate; nil if it is not reported.
  public let power: Double?
  /// What this test says beyond its p-value.
  public let detail: TestDetail?

  /// Whether the p-value is at most ``significance``; nil without a p-value, never a pass.
  public var rejected: Bool? { pValue.map { $0 <= significance } }

  /// The number of draws behind a simulated p-value; nil for the other methods.
  public var draws: Int? { simulation?.draws }

  /// A result whose p-value `pValueResult` answers.
  init(
    _ test: TestName, statistic: Double?, degreesOfFreedom: Int?, alternative: Alternative,
    significance: Double, horizon: Horizon, null: NullHypothesis = .parametersKnown,
    overlap treatment: OverlapTreatment = .nonOverlappingBlocks, power: Double? = nil,
    detail: TestDetail? = nil,
    pValueResult: () -> PValueResult
  ) {
    requireSignificance(significance)
    self.test = test
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.alternative = alternative
    self.null = null
    self.significance = significance
    self.overlap = horizon.bars - 1
    self.overlapTreatment = horizon == .oneBar ? nil : treatment
    self.detail = detail
    self.power = power
    let found = pValueResult()
    self.pValue = found.pValue
    self.pValueMethod = found.method
    self.pValueReason = found.reason
    self.attainedSize = found.attainedSize
    self.strictPValue = found.strict
    self.simulation = found.simulation
  }
}

extension TestResult {
  /// How far the statistic speaks against the null: the larger, the further; nil without a statistic.
  ///
  /// By the p-value where there is one, since degrees of freedom may vary with the sample; of the tests that
  /// have no limit a cumulative sum by its size, statistics of shortfalls by how negative they are.
  var extremeness: Double? {
    if let pValue { return -pValue }
    return test == .cusum ? statistic : statistic.map(-)
  }

  /// The result with its p-value from how extreme it was in replications in which the model is right.
  func estimationBootstrapped(_ drawn: [Double], draws: Int, seed: UInt64) -> TestResult {
    guard let observed = extremeness, !drawn.isEmpty, pValueMethod != .anytime,
      test != .trafficLight
    else { return self }
    let guardWidth = 1e-8 * max(1, abs(observed))
    let atLeast = drawn.count { $0 >= observed - guardWidth }
    let above = drawn.count { $0 > observed + guardWidth }
    let simulation = Simulation(
      draws: draws, undefinedDraws: draws - drawn.count, above: above, seed: seed)
    return TestResult(
      test, statistic: statistic, degreesOfFreedom: degreesOfFreedom, alternative: alternative,
      significance: significance, horizon: Horizon(bars: overlap + 1),
      null: .estimationBootstrap, power: power, detail: detail
    ) {
      .simulated(
        Double(1 + atLeast) / Double(drawn.count + 1), simulation, by: .estimationBootstrap)
    }
  }
}

/// What one kind of test says beyond its p-value.
public enum TestDetail: Hashable, Sendable {
  /// The transitions behind an independence or conditional coverage test.
  case transitions(TransitionCounts)
  /// The zone of a traffic light.
  case trafficLight(TrafficLight)
  /// The path and the alarms of a test that may be read at every date.
  case sequential(SequentialDetail)
}

/// A p-value, or why there is none.
struct PValueResult: Hashable, Sendable {
  var pValue: Double?
  var method: PValueMethod?
  var reason: PValueReason?
  var attainedSize: Double?
  var strict: Double?
  var simulation: Simulation?

  static func pValue(
    _ value: Double, _ method: PValueMethod, attainedSize: Double?, strict: Double? = nil
  ) -> PValueResult {
    PValueResult(pValue: value, method: method, attainedSize: attainedSize, strict: strict)
  }

  static func simulated(
    _ value: Double, _ simulation: Simulation, by method: PValueMethod = .simulated
  ) -> PValueResult {
    let draws = Double(simulation.draws - simulation.undefinedDraws + 1)
    return PValueResult(
      pValue: value, method: method,
      strict: method == .bootstrap ? nil : Double(simulation.above) / draws, simulation: simulation)
  }

  static func none(_ reason: PValueReason) -> PValueResult { PValueResult(reason: reason) }
}

/// Traps unless 0 < significance < 1.
func requireSignificance(_ significance: Double) {
  precondition(
    significance > 0 && significance < 1,
    "A significance of \(significance) is not between 0 and 1")
}
