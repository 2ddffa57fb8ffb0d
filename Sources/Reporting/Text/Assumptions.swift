internal import Calibration
internal import Documents
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Statistics
internal import Text

/// The assumptions of a result, as labeled lines.
struct Assumptions {
  private let context: RunContext
  private let plan: CalibrationPlan

  init(_ context: RunContext, _ plan: CalibrationPlan) {
    self.context = context
    self.plan = plan
  }

  /// Returns the lines printed below a schedule.
  func schedule(_ schedules: [InstrumentSchedule], _ sides: [Side]) -> LabeledLines {
    var lines = LabeledLines()
    lines.append("model", model)
    lines.append("measure", "\(measure), \(Self.words(for: sides))")
    lines.append("policy", policy)
    lines.append("sample quantile", quantile(schedules.compactMap(\.expectedExceedanceRate)))
    appendRun(to: &lines)
    return lines
  }

  /// Returns the settings of a group and its instruments.
  func group(of members: [InstrumentID]) -> String {
    let steps = plan.policy.steps.map(\.name)
    let names = members.prefix(10).map(\.rawValue).joined(separator: ", ")
    let rest = members.count > 10 ? " and \(members.count - 10) more" : ""
    return "\(names)\(rest): \(plan.model.name), \(measure), \(terms)"
      + (steps.isEmpty ? "" : "; \(steps.joined(separator: ", "))")
  }

  /// Returns the lines printed below results of several models, whose tables show levels and
  /// conventions.
  func run() -> LabeledLines {
    var lines = LabeledLines()
    appendRun(to: &lines)
    return lines
  }

  private func appendRun(to lines: inout LabeledLines) {
    let universe = context.provenance.universe
    if !universe.isEmpty {
      lines.append("universe", NumberText.count(universe.count, "instrument") + ", jointly")
    }
    lines.append(
      "run",
      "refit every \(NumberText.count(plan.refitEvery, "bar")), seed \(context.provenance.seed), "
        + "configuration \(context.provenance.configurationHash.prefix(12)), "
        + "version \(context.provenance.version)")
    if let statement = context.statement { lines.append("preset", statement) }
  }

  /// The model with its configured parameters.
  var model: String {
    let name = plan.model.name
    guard let keys = context.configuration.value(at: ["model", name])?.members else { return name }
    let parameters = keys.sorted { $0.name < $1.name }.compactMap { field in
      field.value.plainText.map { "\(field.name) \($0)" }
    }
    return parameters.isEmpty ? name : "\(name) (\(parameters.joined(separator: ", ")))"
  }

  var measure: String {
    let measure = plan.policy.measure
    let level = NumberText.shortPercent(measure.level.probability)
    let name =
      switch measure {
      case .valueAtRisk: "value at risk"
      case .expectedShortfall: "expected shortfall"
      }
    // A horizon from the command line overrides the policy's margin period of risk.
    let period = plan.horizon.map { NumberText.count($0.bars, "bar") }
    return "\(level) \(name) over a margin period of risk of "
      + (period ?? plan.policy.periodOfRisk.description)
  }

  private var policy: String { "\(plan.policy.preset ?? "own"): \(terms)" }

  private var terms: String {
    let policy = plan.policy
    let ratio = NumberText.significant(policy.initial.ratio?.fraction ?? 1)
    let covers =
      switch policy.covers {
      case .maintenance where policy.initial.marginCallPeriod != nil: Self.marginCallTerms(policy)
      case .maintenance: "the level covers maintenance, initial = \(ratio) × maintenance"
      case .initial: "the level covers initial, maintenance = initial ÷ \(ratio)"
      case .both: "the level covers initial and maintenance, which are equal"
      }
    let sides = policy.sides == .larger ? ", the larger side for both" : ""
    let step = plan.unit.shortText(policy.roundingStep.fraction)
    return "\(covers)\(sides), rounded up to \(step)"
  }

  private static func marginCallTerms(_ policy: MarginPolicy) -> String {
    guard let time = policy.initial.marginCallPeriod else { return "" }
    return "the level covers maintenance, initial = maintenance + "
      + "\(NumberText.shortPercent(time.level.probability)) value at risk over "
      + time.periodOfRisk.description
  }

  private func quantile(_ rates: [Double]) -> String {
    let name = plan.policy.quantileConvention.name
    guard let least = rates.min(), let most = rates.max() else {
      return "\(name) (not used: the model has no sample)"
    }
    let low = NumberText.percent(least, decimals: 3)
    let high = NumberText.percent(most, decimals: 3)
    return "\(name), expected exceedance rate "
      + (low == high ? low : "\(low) to \(high)") + " for independent losses"
  }

  private static func words(for sides: [Side]) -> String {
    sides.count == 1
      ? sides.map(\.rawValue).joined() + " side"
      : sides.map(\.rawValue).joined(separator: " and ") + " sides"
  }
}

extension JSON {
  /// A value as text, with a table as a list of its values by key; nil for null and nested tables.
  var plainText: String? {
    switch content {
    case .bool(let value): value ? "true" : "false"
    case .integer, .unsigned, .double, .digits:
      integer.map { String($0) } ?? double.map { NumberText.significant($0) }
    case .string, .escaped: string
    case .array(let values):
      values.compactMap { value in
        value.object == nil ? value.plainText : value.keys.sorted().joined(separator: " ")
      }.joined(separator: " + ")
    case .null, .object, .written: nil
    }
  }
}
