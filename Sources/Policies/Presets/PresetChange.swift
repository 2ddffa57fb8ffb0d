internal import Margin
internal import Text

/// A regulated parameter of a preset that a policy sets below what the preset has.
public struct PresetChange: Hashable, Sendable {
  /// The path of the key, such as `margin.level`.
  public let key: String
  /// The value of the preset.
  public let from: String
  /// The value of the policy.
  public let to: String

  /// Such as `margin.level 0.99 → 0.95`.
  public var text: String { "\(key) \(from) → \(to)" }
}

/// The least history that a rule book asks for.
public struct MinimumHistory: Hashable, Sendable {
  /// The length in calendar months.
  public let months: Int
  /// The source, such as an article.
  public let source: String
}

extension CalibrationConfiguration {
  /// The regulated parameters that the policy undercuts: level, period of risk, what is covered, and
  /// the share, weight or lookback of an Article 28(1) option or of stressed observations.
  ///
  /// Empty for a preset without a rule book.
  public var presetChanges: [PresetChange] {
    guard let preset = Preset.all.first(where: { $0.name == preset }), preset.dated != nil,
      let regulated = try? CalibrationConfiguration(preset: preset.name)
    else { return [] }
    var changes: [PresetChange] = []
    func change(_ key: String, _ from: String, _ to: String) {
      changes.append(PresetChange(key: key, from: from, to: to))
    }
    if margin.level < regulated.margin.level {
      change("margin.level", "\(regulated.margin.level)", "\(margin.level)")
    }
    let (period, least) = (margin.periodOfRisk, regulated.margin.periodOfRisk)
    let isComparable = period.unit == least.unit || period.unit == .bars
    if !isComparable || period.count < least.count {
      change("margin.period-of-risk", "\(least)", "\(period)")
    }
    if margin.covers != regulated.margin.covers {
      change("margin.covers", regulated.margin.covers.rawValue, margin.covers.rawValue)
    }
    return changes + undercutSteps(of: regulated)
  }

  /// The steps that implement a requirement by less than the rule book states.
  private func undercutSteps(of regulated: CalibrationConfiguration) -> [PresetChange] {
    let stated: [(step: String, key: String, least: Double)] = [
      ("buffer", "share", 0.25), ("stress-weight", "weight", 0.25),
      ("floor", "lookback-years", 10),
    ]
    var changes: [PresetChange] = []
    for step in steps {
      guard let rule = stated.first(where: { $0.step == step.name }),
        step.parameters.article28Option != nil, let value = step.table[rule.key]?.double,
        value < rule.least
      else { continue }
      changes.append(
        PresetChange(
          key: "step.\(rule.step).\(rule.key)", from: NumberRule.text(rule.least),
          to: NumberRule.text(value)))
    }
    let missing = regulated.steps.filter { step in
      step.parameters.article28Option != nil && !preset.hasPrefix("emir-")
        && !steps.contains { $0.name == step.name }
    }
    return changes
      + missing.map { PresetChange(key: "step.\($0.name)", from: "applied", to: "none") }
  }
}
