public import Calibration
internal import Margin
public import MarketData
internal import Text

/// Prints the result of a policy search: the choice, the efficient frontier, and validation.
public struct TuneRenderer: FormattedResult {
  /// The outcomes, one per group of instruments.
  public let outcomes: [TuneOutcome]
  /// The files and instruments that could not be read.
  public let loadFailures: [InstrumentFailure]

  /// Creates a renderer of search outcomes.
  public init(_ outcomes: [TuneOutcome], loadFailures: [InstrumentFailure] = []) {
    self.outcomes = outcomes
    self.loadFailures = loadFailures
  }

  /// The unit of the margins of all groups.
  var unit: LossUnit { outcomes.first?.unit ?? .fraction }

  // MARK: - Text

  /// The verdict on each group, the candidate policies, and the validation of the choice.
  public func makeReport() -> Report {
    var page = Report("Policy search" + unit.titleEnd)
    for outcome in outcomes {
      page.add(Self.heading(of: outcome), .lines(Self.verdict(outcome)))
      page.add("Policies", .table(Self.policies(outcome)))
      page.add("Frontier, cheapest first", .table(Self.frontier(outcome)))
      page.add("Walk-forward", .table(Self.folds(outcome)))
      page.add("Leave-one-crisis-out", .table(Self.crises(outcome)))
      page.add("Overfitting", .lines(Self.trust(outcome)))
      page.add("Warnings", .warnings(Self.findings(outcome)))
    }
    page.add("Failed", .failures(Finding.all([], loading: loadFailures)))
    return page
  }

  private static func heading(of outcome: TuneOutcome) -> String {
    let names = outcome.instruments.map(\.rawValue)
    let shown = names.count > 4 ? "\(names.count) instruments" : names.joined(separator: ", ")
    let span = outcome.span.from.flatMap { from in outcome.span.to.map { ", \(from) to \($0)" } }
    return shown + (span ?? "")
  }

  private static func verdict(_ outcome: TuneOutcome) -> LabeledLines {
    var lines = LabeledLines()
    let settings = outcome.settings
    var wanted = [
      "coverage of \(NumberText.shortPercent(settings.coverage)) at "
        + "\(NumberText.shortPercent(settings.confidence)) confidence"
    ]
    if let most = settings.peakToTrough {
      wanted.append("peak-to-trough at most \(NumberText.significant(most))")
    }
    if let most = settings.rise {
      wanted.append(
        "a rise over \(NumberText.count(settings.riseDays, "day")) of at most "
          + NumberText.shortPercent(most))
    }
    lines.append("constraints", wanted.joined(separator: ", "))
    if let chosen = outcome.chosen {
      lines.append(
        "verdict",
        "cheapest of \(outcome.tried) policies that satisfies the constraints: "
          + words(chosen.values, outcome))
    } else if let nearest = outcome.nearest {
      lines.append(
        "verdict",
        "infeasible: none of \(outcome.tried) policies satisfies the constraints; the nearest violates "
          + "\(nearest.misses.joined(separator: " and ")): \(words(nearest.row.values, outcome))")
    } else {
      lines.append("verdict", "infeasible: no policy has a margin on these dates")
    }
    return lines
  }

  private static func words(_ values: [JSON?], _ outcome: TuneOutcome) -> String {
    zip(heads(of: outcome), values).map { "\($0) \($1?.text ?? "none")" }.joined(separator: ", ")
  }

  /// The column heads: the keys of model and margin parameters, the names of steps, with their keys
  /// where several of a step are searched.
  private static func heads(of outcome: TuneOutcome) -> [String] {
    let names = outcome.names.map { $0.split(separator: ".").map(String.init) }
    return names.map { parts in
      guard parts.first == "step" else { return parts.last ?? "" }
      let isAlone = names.count { $0.prefix(2) == parts.prefix(2) } == 1
      return isAlone ? parts[1] : parts.dropFirst().joined(separator: " ")
    }
  }

  /// One column per parameter.
  private static func parameters(_ outcome: TuneOutcome) -> [TextTable.Column] {
    heads(of: outcome).map { .number($0) }
  }

  private static func cells(_ values: [JSON?]?, _ outcome: TuneOutcome) -> [String] {
    guard let values else { return ["infeasible"] + outcome.names.dropFirst().map { _ in "" } }
    return values.map { $0?.text ?? NumberText.missing }
  }

  private static func cells(_ score: TuneScore?, _ unit: LossUnit) -> [String] {
    guard let score else { return Array(repeating: NumberText.missing, count: 6) }
    return [
      unit.text(score.meanMargin), "\(score.exceedances) of \(score.losses)",
      NumberText.percent(score.coverage, decimals: 3),
      NumberText.percent(score.coverageBound, decimals: 3),
      NumberText.fixed(score.peakToTrough, decimals: 2),
      NumberText.percent(score.rise, decimals: 1),
    ]
  }

  private static func heads(_ outcome: TuneOutcome) -> [TextTable.Column] {
    [
      .number("Mean margin", .essential), .number("Exceedances"), .number("Coverage", .essential),
      .number("Lower bound", .detail), .number("Peak to trough", .detail),
      .number("\(outcome.settings.riseDays)-day rise", .detail),
    ]
  }

  private static func policies(_ outcome: TuneOutcome) -> TextTable {
    var table = TextTable(
      [.text("Policy", .essential), .text("Sample", .essential)] + heads(outcome))
    table.append(["incumbent", "in-sample"] + cells(outcome.incumbent?.score, outcome.unit))
    if let nearest = outcome.nearest {
      table.append(["nearest", "in-sample"] + cells(nearest.row.score, outcome.unit))
    } else {
      table.append(["chosen", "in-sample"] + cells(outcome.chosen?.score, outcome.unit))
    }
    if let test = outcome.test {
      table.append(["incumbent", "holdout"] + cells(test.incumbent, outcome.unit))
      if outcome.chosen != nil {
        table.append(["chosen", "holdout"] + cells(test.chosen, outcome.unit))
      }
    }
    return table
  }

  private static func frontier(_ outcome: TuneOutcome) -> TextTable {
    var table = TextTable([.text("", .essential)] + heads(outcome) + parameters(outcome))
    let chosen = outcome.frontier.firstIndex { $0.configuration == outcome.chosen?.configuration }
    for (index, row) in outcome.frontier.enumerated() where index < 15 || index == chosen {
      table.append(
        [index == chosen ? "*" : ""] + cells(row.score, outcome.unit) + cells(row.values, outcome))
    }
    return table
  }

  private static func folds(_ outcome: TuneOutcome) -> TextTable {
    var table = TextTable(
      [
        .text("From", .essential), .number("Mean margin", .essential), .number("Exceedances"),
        .number("Peak to trough", .detail),
      ]
        + parameters(outcome))
    for fold in outcome.folds {
      let cells = cells(fold.score, outcome.unit)
      table.append(
        [fold.from?.description ?? "", cells[0], cells[1], cells[4]]
          + Self.cells(fold.chosen?.values, outcome))
    }
    return table
  }

  private static func crises(_ outcome: TuneOutcome) -> TextTable {
    var table = TextTable(
      [.text("Without", .essential), .text("Choice", .essential)] + parameters(outcome))
    for crisis in outcome.crises {
      table.append(
        [crisis.name, crisis.isTheSame ? "unchanged" : "changed"]
          + cells(crisis.chosen?.values, outcome))
    }
    return table
  }

  private static func trust(_ outcome: TuneOutcome) -> LabeledLines {
    var lines = LabeledLines()
    lines.append(
      "tried",
      "\(outcome.tried == 1 ? "1 policy" : "\(outcome.tried) policies"); skipped: "
        + "\(NumberText.count(outcome.refused, "inconsistent combination")), "
        + NumberText.count(outcome.repeated, "combination") + " equal to another")
    let scored = outcome.folds.compactMap(\.score)
    if !scored.isEmpty {
      let losses = scored.reduce(0) { $0 + $1.losses }
      let exceeded = scored.reduce(0) { $0 + $1.exceedances }
      lines.append(
        "walk-forward",
        "\(exceeded) of \(losses) losses exceeded the margin of the policy chosen before them: coverage "
          + NumberText.percent(1 - Double(exceeded) / Double(max(1, losses)), decimals: 3))
    }
    lines.append(
      "probability of overfitting",
      outcome.overfitting.map {
        "\(NumberText.percent($0, decimals: 0)) of policies chosen on half of the dates rank below the median "
          + "on the other half, by tick loss"
      } ?? "not measured: one policy")
    lines.append(
      "superior predictive ability",
      outcome.superiorAbility.map {
        "p-value \(NumberText.pValue($0)) for the null that no policy beats the incumbent by tick loss"
      } ?? "not measured")
    return lines
  }

  private static func findings(_ outcome: TuneOutcome) -> [Finding] {
    outcome.warnings.map {
      Finding(
        subject: outcome.instruments.first?.rawValue ?? "", code: $0.code, message: $0.message)
    }
  }
}
