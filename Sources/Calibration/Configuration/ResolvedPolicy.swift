public import Margin
internal import RiskMeasures

/// A configuration with its meaning: it can only be valid.
public struct ResolvedPolicy: Sendable {
  /// The configuration it was resolved from.
  public let configuration: CalibrationConfiguration
  /// The policy.
  public let policy: MarginPolicy
  /// The model that predicts returns.
  public let model: ModelConfiguration
  /// The stressed period that a step needs, or nil.
  public let stress: StressPeriod?
  /// The years of the long-run reference that a step needs, or nil.
  public let longRunYears: Double?
  /// The key of all random numbers.
  public let seed: UInt64
  /// The observations between two estimations of a model's parameters.
  public let refitEvery: Int
  /// What the preset is, and is not: "parameters of …, not compliance with …"; nil for `plain`.
  public let statement: String?
}

/// The stretch of history a stressed reference is measured on.
public enum StressPeriod: Hashable, Sendable {
  /// The worst stretch of `length` returns for the side, in data up to the date.
  case worst(length: Int)
  /// A period of ISO dates, both included.
  case named(from: String, to: String)
}

extension CalibrationConfiguration {
  /// The policy with its meaning.
  public func resolved() throws(ConfigurationError) -> ResolvedPolicy {
    do throws(ConfigurationProblem) {
      let policy = try makePolicy()
      return ResolvedPolicy(
        configuration: self, policy: policy, model: model, stress: try stressPeriod(),
        longRunYears: appliedSteps.compactMap { step in
          if case .floor(let floor) = step.step, floor.rate == nil {
            floor.lookbackYears
          } else {
            nil
          }
        }.max(), seed: UInt64(run.seed), refitEvery: run.refitEvery,
        statement: Preset.all.first { $0.name == preset }?.statement)
    } catch {
      throw ConfigurationError(
        keyPath: error.path.text, problem: error.problem, hint: error.hint)
    }
  }

  /// The policy, or what in the configuration contradicts itself.
  func makePolicy() throws(ConfigurationProblem) -> MarginPolicy {
    try checkArticle28()
    try checkSteps()
    try model.check(for: margin, at: ConfigurationPath(["model"]))
    try checkLadder()
    let margin = self.margin
    let path = ConfigurationPath(["margin"])
    guard let level = ConfidenceLevel(margin.level) else {
      throw ConfigurationProblem(
        path: path.appending("level"), problem: "\(margin.level) is no level",
        hint: "write a level between 0.5 and 1, for example 0.99")
    }
    guard let rounding = MarginRate(fraction: margin.rounding),
      let ratio = MarginRate(fraction: margin.initial)
    else {
      throw ConfigurationProblem(
        path: path.appending("rounding"), problem: "has more than six decimal places",
        hint: "write a step of the rate, for example 0.0005")
    }
    do throws(MarginError) {
      return try MarginPolicy(
        measure: margin.measure == .valueAtRisk ? .valueAtRisk(level) : .expectedShortfall(level),
        periodOfRisk: margin.periodOfRisk, covers: margin.covers, sides: margin.sides,
        steps: appliedSteps.map { marginStep($0.step) }, hardMinimum: margin.hardMinimum,
        roundingStep: rounding, initialRatio: ratio, leverageRounding: leverageRounding,
        quantileConvention: margin.quantileConvention.rawValue, preset: preset,
        noticeBars: margin.noticeBars)
    } catch {
      throw undoingStep()
    }
  }

  /// The steps that are applied: the option of Article 28(1) first, where it is not among those written.
  ///
  /// The number is that of the step in the file, from 1; nil for the option.
  var appliedSteps: [(number: Int?, step: StepConfiguration)] {
    let written = steps.enumerated().map { (number: Optional($0 + 1), step: $1) }
    guard let option = margin.article28Option,
      !steps.contains(where: { $0.article28Option == option })
    else { return written }
    return [(number: nil, step: option.defaultStep)] + written
  }

  private func undoingStep() -> ConfigurationProblem {
    let undoing = appliedSteps.first { marginStep($0.step).canLower }
    let path = ConfigurationPath(["step"])
    return ConfigurationProblem(
      path: undoing?.number.map { path.element($0) } ?? path,
      problem: "the step can publish less than was calculated, which margin.hard-minimum forbids",
      hint: "write blend = \"not-below-current\"")
  }

  private var leverageRounding: LeverageRounding {
    guard let ladder = margin.leverageLadder else { return .hundredths }
    return .ladder(ladder.map { Leverage(hundredths: Int(($0 * 100).rounded())) })
  }

  private func marginStep(_ step: StepConfiguration) -> any MarginStep {
    switch step {
    case .stressWeight(let step): return StressWeight(weight: step.weight, blend: step.blend)
    case .buffer(let step):
      return Buffer(
        share: step.share, trigger: step.trigger, replenishmentDays: step.replenishmentDays,
        highWindow: step.highWindow)
    case .floor(let step):
      if let rate = step.rate.flatMap(MarginRate.init(fraction:)) {
        return ConstantFloor(rate: rate)
      }
      return LongRunFloor(lookbackYears: step.lookbackYears ?? 10, kind: step.kind ?? .plain)
    case .surcharge(let step): return Surcharge(share: step.share)
    case .damping(let step): return DecreaseDamping(fraction: step.fraction)
    }
  }
}

extension Article28Option {
  /// The step of the option, with the figures of the Article and the defaults of this package.
  var defaultStep: StepConfiguration {
    switch self {
    case .buffer:
      .buffer(
        BufferParameters(share: 0.25, trigger: 0.1, replenishmentDays: 60, highWindow: 20))
    case .stressWeight:
      .stressWeight(
        StressWeightParameters(
          weight: 0.25, blend: .notBelowCurrent, period: "worst", length: 250))
    case .floor: .floor(FloorParameters(rate: nil, lookbackYears: 10, kind: .plain))
    }
  }
}
