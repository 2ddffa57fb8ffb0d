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
  /// The key of all random numbers.
  public let seed: UInt64
  /// The observations between two estimations of a model's parameters.
  public let refitEvery: Int
  /// What the preset is, and is not: "parameters of …, not compliance with …"; nil for `plain`.
  public let statement: String?
}

extension CalibrationConfiguration {
  /// The policy with its meaning.
  public func resolved() throws(ConfigurationError) -> ResolvedPolicy {
    do throws(ConfigurationProblem) {
      let policy = try makePolicy()
      return ResolvedPolicy(
        configuration: self, policy: policy, model: model,
        seed: UInt64(run.seed), refitEvery: run.refitEvery,
        statement: Preset.all.first { $0.name == preset }?.statement)
    } catch {
      throw ConfigurationError(
        keyPath: error.path.text, problem: error.problem, hint: error.hint)
    }
  }

  /// The policy, or what in the configuration contradicts itself.
  package func makePolicy() throws(ConfigurationProblem) -> MarginPolicy {
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
    guard let rounding = MarginRate(fraction: margin.rounding) else {
      throw ConfigurationProblem(
        path: path.appending("rounding"), problem: "has more than six decimal places",
        hint: "write a step of the rate, for example 0.0005")
    }
    let period = try periodOfRisk()
    let initial = try initialRule()
    do throws(MarginError) {
      return try MarginPolicy(
        measure: margin.measure == .valueAtRisk ? .valueAtRisk(level) : .expectedShortfall(level),
        periodOfRisk: period, covers: margin.covers, sides: margin.sides,
        steps: appliedSteps.map { $0.step.parameters.step() }, hardMinimum: margin.hardMinimum,
        roundingStep: rounding, initial: initial, leverageRounding: leverageRounding,
        quantileConvention: margin.quantileConvention.rawValue, preset: preset,
        noticeBars: margin.noticeBars)
    } catch {
      throw undoingStep()
    }
  }

  private func periodOfRisk() throws(ConfigurationProblem) -> MarginPeriodOfRisk {
    guard let liquidation = margin.liquidation else { return margin.periodOfRisk }
    guard let period = liquidation.periodOfRisk else {
      throw ConfigurationProblem(
        path: ConfigurationPath(["margin", "liquidation"]),
        problem: "the position takes more than 10000 bars to close",
        hint: "write a smaller notional, a larger volume or a larger participation")
    }
    return period
  }

  private func initialRule() throws(ConfigurationProblem) -> InitialRule {
    let path = ConfigurationPath(["margin", "initial"])
    switch margin.initial {
    case .ratio(let ratio): return .ratio(MarginRate(checked: ratio))
    case .reaction(let reaction):
      guard margin.covers == .maintenance else {
        throw ConfigurationProblem(
          path: path, problem: "a reaction time is on top of a maintenance margin that covers",
          hint: "write margin.covers = \"maintenance\", or a ratio such as 1.10")
      }
      guard let level = ConfidenceLevel(reaction.level) else {
        throw ConfigurationProblem(
          path: path.appending("level"), problem: "\(reaction.level) is no level",
          hint: "write a level between 0.5 and 1, for example 0.99")
      }
      return .reaction(MarginCallPeriod(level: level, periodOfRisk: reaction.periodOfRisk))
    }
  }

  /// The steps that are applied: the option of Article 28(1) first, where it is not among those written.
  ///
  /// The number is that of the step in the file, from 1; nil for the option.
  package var appliedSteps: [(number: Int?, step: StepConfiguration)] {
    let written = steps.enumerated().map { (number: Optional($0 + 1), step: $1) }
    guard let option = margin.article28Option,
      !steps.contains(where: { $0.article28Option == option })
    else { return written }
    return [(number: nil, step: option.defaultStep)] + written
  }

  private func undoingStep() -> ConfigurationProblem {
    let undoing = appliedSteps.first { $0.step.parameters.step().canUndoMinimum }
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
}
