internal import RiskMeasures

/// The result of one test, with the information needed to interpret its p-value.
public struct TestResult: Hashable, Sendable {
  /// The test.
  public let test: TestName
  /// The statistic; nil if it is undefined in the sample.
  public let statistic: Double?
  /// The degrees of freedom of the asymptotic χ² distribution; nil for other limits.
  public let degreesOfFreedom: Int?
  /// The p-value; nil for the reason given in ``pValueReason``.
  public let pValue: Double?
  /// The method of the p-value; nil without one.
  public let pValueMethod: PValueMethod?
  /// The reason why there is no p-value; nil if there is one.
  public let pValueReason: PValueReason?
  /// Which departures the p-value counts.
  public let alternative: Alternative
  /// What the null hypothesis treats as known.
  public let null: NullHypothesis
  /// The simulation behind a simulated p-value; nil for other methods.
  public let simulation: Simulation?
  /// The significance level of ``rejected``.
  public let significance: Double
  /// The bars that neighboring losses share: h − 1, zero for one-bar losses.
  public let overlap: Int
  /// How the p-value accounts for overlapping losses; nil for one-bar losses.
  public let overlapTreatment: OverlapTreatment?
  /// The probability, under the null, that the p-value is at most ``significance``.
  ///
  /// Outcomes are discrete, so it rarely equals ``significance``: it is below it for an exact
  /// p-value, and on either side for an asymptotic one. Nil if unknown, as for a simulated p-value.
  public let attainedSize: Double?
  /// P(T > t) under the null, where the p-value is P(T ≥ t); nil for an asymptotic p-value.
  ///
  /// A uniform draw between the two is uniform on 0 … 1 under the null, unlike a p-value of
  /// discrete outcomes; the size of a test is measured with it.
  public let strictPValue: Double?
  /// The probability of rejection at twice the stated exceedance rate; nil if it is not reported.
  public let power: Double?
  /// Test-specific information beyond the p-value.
  public let detail: TestDetail?

  /// Whether the p-value is at most ``significance``; nil without a p-value, which is not a pass.
  public var rejected: Bool? { pValue.map { $0 <= significance } }

  /// The number of draws behind a simulated p-value; nil for the other methods.
  public var draws: Int? { simulation?.draws }

  /// Creates a result from a p-value result.
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
  /// How extreme the statistic is, larger values rejecting the null; nil without a statistic.
  ///
  /// The negative p-value if there is one, since degrees of freedom may vary with the sample.
  /// Otherwise the size of a cumulative sum, or the negative of a shortfall statistic.
  var extremeness: Double? {
    if let pValue { return -pValue }
    return test == .cusum ? statistic : statistic.map(-)
  }

  /// Returns the result with its p-value from the replications under the correct model.
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

/// Test-specific information beyond the p-value.
public enum TestDetail: Hashable, Sendable {
  /// The transitions behind an independence or conditional coverage test.
  case transitions(TransitionCounts)
  /// The zone of a traffic light.
  case trafficLight(TrafficLight)
  /// The path and the alarms of a sequential test.
  case sequential(SequentialDetail)
}

/// A p-value, or the reason why there is none.
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
