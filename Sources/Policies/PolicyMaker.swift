internal import Margin
internal import RiskMeasures
internal import Text

/// Builds the policy from the tables of a file.
struct PolicyMaker {
  let margin: MarginConfiguration
  let preset: String
  let written: [StepConfiguration]

  /// The step of the Article 28(1) option, unless it is among the written steps.
  var optionSteps: [JSON] {
    guard let option = margin.article28Option,
      !written.contains(where: { $0.parameters.article28Option == option })
    else { return [] }
    return [option.defaultStep]
  }

  /// The steps to apply, with the option's step first.
  var steps: [StepConfiguration] {
    get throws(KeyFault) {
      do throws(JSONMismatch) {
        return try optionSteps.map { step throws(JSONMismatch) in try StepConfiguration(step) }
          + written
      } catch {
        throw KeyFault(
          path: DocumentPath(["margin", "article-28-option"]),
          problem: "internal error: the step of the Article 28(1) option cannot be read",
          remedy: "report this with the policy file")
      }
    }
  }

  /// Builds the policy; throws if the tables are inconsistent.
  func policy(_ steps: [StepConfiguration]) throws(KeyFault) -> MarginPolicy {
    let path = DocumentPath(["margin"])
    guard let level = ConfidenceLevel(margin.level) else {
      throw KeyFault(
        path: path.appending("level"), problem: "\(margin.level) is not a confidence level",
        remedy: "write a level between 0.5 and 1, such as 0.99")
    }
    guard let rounding = MarginRate(fraction: margin.rounding) else {
      throw KeyFault(
        path: path.appending("rounding"), problem: "has more than six decimal places",
        remedy: "write an increment of the rate, such as 0.0005")
    }
    let period = try periodOfRisk()
    let initial = try initialRule()
    do throws(MarginError) {
      return try MarginPolicy(
        measure: margin.measure == .valueAtRisk ? .valueAtRisk(level) : .expectedShortfall(level),
        periodOfRisk: period, covers: margin.covers, sides: margin.sides,
        steps: steps.map { $0.parameters.step() }, hardMinimum: margin.hardMinimum,
        roundingStep: rounding, initial: initial, leverageRounding: leverageRounding,
        quantileConvention: margin.quantileConvention, preset: preset,
        noticeBars: margin.noticeBars)
    } catch {
      throw undoingStep(steps)
    }
  }

  private func periodOfRisk() throws(KeyFault) -> MarginPeriodOfRisk {
    guard let liquidation = margin.liquidation else { return margin.periodOfRisk }
    guard let period = liquidation.periodOfRisk else {
      throw KeyFault(
        path: DocumentPath(["margin", "liquidation"]),
        problem: "liquidating the position takes more than 10000 bars",
        remedy: "write a smaller notional, a larger volume or a larger participation")
    }
    return period
  }

  private func initialRule() throws(KeyFault) -> InitialRule {
    let path = DocumentPath(["margin", "initial"])
    switch margin.initial {
    case .ratio(let ratio): return .ratio(MarginRate(checked: ratio))
    case .reaction(let reaction):
      guard margin.covers == .maintenance else {
        throw KeyFault(
          path: path, problem: "a reaction time requires a level that covers maintenance margin",
          remedy: "write margin.covers = \"maintenance\", or a ratio such as 1.10")
      }
      guard let level = ConfidenceLevel(reaction.level) else {
        throw KeyFault(
          path: path.appending("level"), problem: "\(reaction.level) is not a confidence level",
          remedy: "write a level between 0.5 and 1, such as 0.99")
      }
      return .reaction(MarginCallPeriod(level: level, periodOfRisk: reaction.periodOfRisk))
    }
  }

  /// The fault of the first step that can go below the hard minimum, by its number in the file.
  private func undoingStep(_ steps: [StepConfiguration]) -> KeyFault {
    let path = DocumentPath(["step"])
    let undoing = written.firstIndex { $0.parameters.step().canUndoMinimum }
    return KeyFault(
      path: undoing.map { path.element($0 + 1) } ?? path,
      problem:
        "the step can publish a rate below the calculated one, which margin.hard-minimum forbids",
      remedy: "write blend = \"not-below-current\"")
  }

  private var leverageRounding: LeverageRounding {
    guard let ladder = margin.leverageLadder else { return .hundredths }
    return .ladder(ladder.map { Leverage(hundredths: Int(($0 * 100).rounded())) })
  }
}
