public import Statistics

/// How a risk measure becomes a published margin: a measure, a list of steps, one rounding.
///
/// A policy never sees a model. It receives the measure of distributions for one side, and
/// keeps its own past in a ``MarginPolicyState``.
public struct MarginPolicy: Sendable {
  /// The measure that the driver evaluates, with its level.
  public let measure: RiskMeasure
  /// How long a position may lose before it is closed.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The published rate that the level is for.
  public let covers: CoveredRate
  /// Whether the sides publish their own rates.
  public let sides: SideRule
  /// The steps, in the order they are applied.
  public private(set) var steps: [any MarginStep]
  /// The rate that no step may go below.
  public let hardMinimum: HardMinimum
  /// The step that published rates are rounded up to.
  public let roundingStep: MarginRate
  /// What the initial margin is made of.
  public let initial: InitialRule
  /// How the largest leverage is rounded down.
  public let leverageRounding: LeverageRounding
  /// The convention of sample quantiles behind the measure.
  public let quantileConvention: QuantileConvention
  /// The preset the policy began as, or nil.
  public let preset: String?
  /// Bars between the calculation of a margin and the bar it comes into force, beyond the next.
  public let noticeBars: Int

  /// A policy; throws ``MarginError/stepUndoesHardMinimum(step:)`` when a step could go below
  /// the hard minimum.
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

  /// The measures of the past that the driver must give on every date, each once, in the order of the steps.
  public var needs: [ReferenceNeed] {
    steps.flatMap(\.needs).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The facts that the driver must supply with every forecast.
  public var facts: Set<ForecastFact> {
    steps.reduce(into: []) { $0.formUnion($1.facts) }
  }

  /// The rates set by hand.
  public var overrides: [DatedOverride] { steps.compactMap { $0 as? DatedOverride } }

  /// The policy without the rates set by hand.
  public var withoutOverrides: MarginPolicy {
    var policy = self
    policy.steps.removeAll { $0 is DatedOverride }
    return policy
  }

  /// The steps before the first add-on, cap or override: what is left of the waterfall only adds or cuts.
  public var coreStepCount: Int {
    steps.firstIndex { $0 is any AddOn || $0 is Cap || $0 is DatedOverride } ?? steps.count
  }

  /// The state of one instrument and one side, before its first date.
  public func makeState() -> MarginPolicyState { MarginPolicyState(policy: self) }

  /// The state of both sides of one instrument, before its first date.
  public func makeSidedState() -> SidedPolicyState { SidedPolicyState(policy: self) }

  /// The initial and maintenance margin that follow from the published covered rate.
  ///
  /// `reaction` is the loss over the reaction time, where the policy has one; below zero it is zero.
  public func margin(covering published: MarginRate, reaction: Double? = nil) -> InstrumentMargin {
    InstrumentMargin(covering: published, reaction: reaction, under: self)
  }
}
