public import MarketData
public import Statistics

/// The rules that turn a risk measure into a published margin.
///
/// They are a measure, a list of steps and one rounding.
///
/// A policy is independent of the model. It receives the measure of the loss distribution of one
/// side and keeps its history in a ``MarginPolicyState``.
public struct MarginPolicy: Sendable {
  /// The risk measure that the driver evaluates, with its confidence level.
  public let measure: RiskMeasure
  /// The margin period of risk.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The published rate that the confidence level applies to.
  public let covers: CoveredRate
  /// Whether the two sides publish separate rates.
  public let sides: SideRule
  /// The steps, in the order they are applied.
  public private(set) var steps: [any MarginStep]
  /// The lower bound that no step may undercut.
  public let hardMinimum: HardMinimum
  /// The rounding step; published rates are rounded up to a multiple of it.
  public let roundingStep: MarginRate
  /// How the initial margin follows from the maintenance margin.
  public let initial: InitialRule
  /// How the maximum leverage is rounded down.
  public let leverageRounding: LeverageRounding
  /// The quantile convention of the sample behind the measure.
  public let quantileConvention: QuantileConvention
  /// The preset that the policy was derived from; nil for a custom policy.
  public let preset: String?
  /// The notice period in bars: bars between calculation and effective date, beyond the next bar.
  public let noticeBars: Int

  /// Creates a policy.
  ///
  /// - Throws: ``MarginError/stepUndoesHardMinimum(step:)`` if a step could set a rate below the
  ///   hard minimum.
  public init(
    measure: RiskMeasure,
    periodOfRisk: MarginPeriodOfRisk = MarginPeriodOfRisk(count: 1, unit: .bars),
    covers: CoveredRate = .maintenance, sides: SideRule = .separate,
    steps: [any MarginStep] = [], hardMinimum: HardMinimum = .none,
    roundingStep: MarginRate = MarginRate(millionths: 500),
    initial: InitialRule = .ratio(MarginRate(millionths: 1_100_000)),
    leverageRounding: LeverageRounding = .hundredths,
    quantileConvention: QuantileConvention = .predictive, preset: String? = nil, noticeBars: Int = 0
  ) throws(MarginError) {
    precondition(
      roundingStep > .zero, "A rounding step is positive, not \(roundingStep.fraction)")
    initial.check(covers)
    precondition(noticeBars >= 0, "A notice is at least 0 bars, not \(noticeBars)")
    if hardMinimum == .calculatedRate, let step = steps.first(where: \.canUndoMinimum) {
      throw .stepUndoesHardMinimum(step: step.name)
    }
    self.measure = measure
    self.periodOfRisk = periodOfRisk
    self.covers = covers
    self.sides = sides
    self.steps = steps
    self.hardMinimum = hardMinimum
    self.roundingStep = roundingStep
    self.initial = initial
    self.leverageRounding = leverageRounding
    self.quantileConvention = quantileConvention
    self.preset = preset
    self.noticeBars = noticeBars
  }

  /// The distinct historical measures that the driver must supply on every date, in step order.
  public var needs: [ReferenceNeed] {
    steps.flatMap(\.needs).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The forecast quantities that the driver must supply with every forecast.
  public var facts: Set<ForecastFact> {
    steps.reduce(into: []) { $0.formUnion($1.facts) }
  }

  /// The manual rate overrides.
  public var overrides: [DatedOverride] { steps.compactMap { $0 as? DatedOverride } }

  /// The policy without its manual rate overrides.
  public var withoutOverrides: MarginPolicy {
    var policy = self
    policy.steps.removeAll { $0 is DatedOverride }
    return policy
  }

  /// The number of steps before the first add-on, cap or override.
  public var coreStepCount: Int {
    steps.firstIndex { $0 is any AddOn || $0 is Cap || $0 is DatedOverride } ?? steps.count
  }

  /// Creates the initial state of one instrument and side.
  public func makeState() -> MarginPolicyState { MarginPolicyState(policy: self) }

  /// Creates the initial state of both sides of one instrument.
  public func makeSidedState() -> SidedPolicyState { SidedPolicyState(policy: self) }

  /// The initial and maintenance margin for the published covered rate.
  ///
  /// `reaction` is the loss over the reaction time, a fraction of notional, if the policy has one;
  /// negative values count as zero. Rates in price units have no leverage. `largestLoss` limits the
  /// initial rate, but not below maintenance.
  public func margin(
    covering published: MarginRate, reaction: Double? = nil, in unit: LossUnit = .fraction,
    largestLoss: MarginRate? = nil
  ) -> InstrumentMargin {
    InstrumentMargin(
      covering: published, reaction: reaction, under: self, in: unit, largestLoss: largestLoss)
  }
}
