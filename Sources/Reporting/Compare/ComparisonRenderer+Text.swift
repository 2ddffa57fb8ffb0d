internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

extension ComparisonRenderer {
  private var title: String {
    let dates = [comparison.old, comparison.new].map { $0.asOf?.description ?? "no date" }
    return "Margin changes, \(dates[0]) to \(dates[1])" + comparison.unit.titleEnd
  }

  /// The files, the thresholds and the number of changed margins.
  private var summary: LabeledLines {
    var lines = LabeledLines()
    lines.append("old", Self.words(comparison.old))
    lines.append("new", Self.words(comparison.new))
    let options = comparison.options
    var thresholds =
      "a relative change above " + NumberText.shortPercent(options.threshold.fraction)
    if !options.collateral.isEmpty {
      thresholds +=
        ", above " + NumberText.shortPercent(options.collateralThreshold.fraction)
        + " for collateral: " + options.collateral.sorted().map(\.rawValue).joined(separator: ", ")
    }
    lines.append("threshold", thresholds)
    let past = comparison.changes.count(where: \.change.isPastThreshold)
    lines.append(
      "result",
      "\(comparison.moved.count) of \(NumberText.count(comparison.changes.count, "margin")) moved, "
        + "\(past) past the threshold; \(comparison.added.count) added, "
        + "\(comparison.removed.count) removed")
    return lines
  }

  /// Data problems first, then changes, affected positions, and reasons.
  public func makeReport() -> Report {
    let spoiling = comparison.findings.filter(\.spoilsComparison).map(Self.finding)
    let others = comparison.findings.filter { !$0.spoilsComparison }.map(Self.finding)
    var page = Report(title)
    page.add(nil, .lines(summary))
    page.add("Not like for like", .warnings(spoiling))
    page.add("Changes, largest first", .table(changesTable))
    page.add("In one schedule only", .table(oneSidedTable))
    page.add(
      "Positions opened at the old initial margin, at an unchanged price",
      .table(impactTable.noting(Self.whoIsCalled)))
    page.add(
      "Adverse price move to liquidation, old → new",
      .table(movesTable.noting(Self.whichMove)))
    page.add("Why the rates moved", .lines(drivers))
    page.add(
      "Phased in, at most \(NumberText.shortPercent(comparison.options.maximumStep.fraction)) a stage",
      .table(stagesTable.noting(Self.whoIsCalledOnTheWay)))
    page.add("Liquidations during phase-in", .warnings(pathFindings))
    page.add("Notes", .warnings(others))
    return page
  }

  private static let whoIsCalled =
    "Each position's equity is 1/leverage of its notional. It receives a margin call if that is below the new "
    + "initial margin and is liquidated if it is not above the new maintenance margin; an increase in the initial "
    + "margin alone liquidates no position. Leverages above the old maximum are excluded."

  private static let whichMove =
    "A fall for long and a rise for short positions in a linear contract, as a fraction of the current price."

  private static let whoIsCalledOnTheWay =
    "Rates rise in equal ratios, rounded up; decreases take effect at once. Called and liquidated: the positions "
    + "above, without added equity and at an unchanged price."

  private static func words(_ file: ScheduleFile) -> String {
    let version = (file.terms?.provenance).map {
      ", configuration \($0.configurationHash.prefix(12)), version \($0.version)"
    }
    return "\(file.path), \(NumberText.count(file.margins.count, "margin"))"
      + (version ?? ", \(file.form.rawValue.uppercased())")
  }

  private static func finding(_ finding: ComparisonFinding) -> Finding {
    Finding(subject: finding.subject, code: finding.code, message: finding.message)
  }

  // MARK: - Tables

  private var changesTable: TextTable {
    let text = ChangeText(comparison)
    var table = TextTable([
      .text("Instrument", .essential), .text("Side", .essential), .text("Rate", .essential),
      .number("Old"), .number("New", .essential), .number("Change", .essential),
      .number("Relative", .detail), .text(""),
    ])
    for compared in comparison.changes {
      for kind in MarginRateKind.allCases {
        let change = compared.change[kind]
        table.append([
          compared.new.instrument.rawValue, compared.new.side.rawValue, kind.rawValue,
          text.rate(change.old), text.rate(change.new), text.points(change.absolute),
          ChangeText.relative(change), ChangeText.flag(change),
        ])
      }
    }
    return table
  }

  private var oneSidedTable: TextTable {
    let text = ChangeText(comparison)
    var table = TextTable([
      .text("", .essential), .text("Instrument", .essential), .text("Side", .essential),
      .number("Initial"), .number("Maintenance"),
    ])
    for (margins, word) in [(comparison.added, "added"), (comparison.removed, "removed")] {
      for margin in margins {
        table.append([
          word, margin.instrument.rawValue, margin.side.rawValue, text.rate(margin.rates.initial),
          text.rate(margin.rates.maintenance),
        ])
      }
    }
    return table
  }

  private var impactTable: TextTable {
    var table = TextTable([
      .text("Instrument", .essential), .text("Side", .essential), .text("Unaffected", .detail),
      .text("Called"), .text("Liquidated"), .number("Called from", .essential),
      .number("Liquidated from", .essential),
    ])
    for compared in comparison.moved {
      let impact = compared.impact
      let kept = impact.positions.filter { !$0.isHit }.map(\.leverage)
      table.append([
        compared.new.instrument.rawValue, compared.new.side.rawValue, ChangeText.leverages(kept),
        ChangeText.leverages(impact.leverages(.called)),
        ChangeText.leverages(impact.leverages(.liquidated)),
        ChangeText.leverage(impact.smallestCalled), ChangeText.leverage(impact.smallestLiquidated),
      ])
    }
    return table
  }

  var movesTable: TextTable {
    let leverages = Set(comparison.moved.flatMap { $0.impact.positions.map(\.leverage) }).sorted()
    guard !leverages.isEmpty else { return TextTable([]) }
    var table = TextTable(
      [.text("Instrument"), .text("Side")] + leverages.map { .number(ChangeText.leverage($0)) })
    for compared in comparison.moved {
      let cells = leverages.map { leverage in
        compared.impact.positions.first { $0.leverage == leverage }.map(ChangeText.moves)
          ?? NumberText.missing
      }
      table.append([compared.new.instrument.rawValue, compared.new.side.rawValue] + cells)
    }
    return table
  }

  private var stagesTable: TextTable {
    let text = ChangeText(comparison)
    var table = TextTable([
      .text("Instrument", .essential), .text("Side", .essential), .number("Stage", .essential),
      .number("Initial", .essential), .number("Maintenance", .essential), .text("Called"),
      .text("Liquidated"),
    ])
    for compared in comparison.changes {
      guard let path = compared.path, path.stages.count > 1 else { continue }
      for (stage, (rates, impact)) in zip(path.stages, compared.stageImpacts).enumerated() {
        table.append([
          compared.new.instrument.rawValue, compared.new.side.rawValue,
          "\(stage + 1) of \(path.stages.count)", text.rate(rates.initial),
          text.rate(rates.maintenance), ChangeText.leverages(impact.leverages(.called)),
          ChangeText.leverages(impact.leverages(.liquidated)),
        ])
      }
    }
    return table
  }

  // MARK: - Sentences

  private var drivers: LabeledLines {
    let text = ChangeText(comparison)
    var lines = LabeledLines()
    for compared in comparison.moved {
      guard let drivers = compared.drivers else { continue }
      let steps = drivers.change.lines.map {
        "\($0.step) \(text.exactPoints($0.difference))"
      }
      lines.append(
        compared.change.subject,
        "\(drivers.rate.rawValue) \(text.exactPoints(drivers.change.total)) = "
          + steps.joined(separator: ", "))
    }
    return lines
  }

  private var pathFindings: [Finding] {
    comparison.moved.compactMap { compared in
      PathVerdict(compared, comparison.options.path).map {
        Finding(subject: compared.change.subject, code: $0.rawValue, message: $0.sentence(compared))
      }
    }
  }
}

/// The effect of a phased change on accounts that hold the initial margin of each stage.
enum PathVerdict: String {
  case safe = "liquidation-free"
  case exposed = "not-liquidation-free"
  case impossible = "no-liquidation-free-path"

  /// Nil where the maintenance margin does not increase, so that no position can be liquidated.
  init?(_ compared: ComparedMargin, _ rule: PhasedPath.Rule) {
    guard compared.change.new.maintenance > compared.change.old.maintenance else { return nil }
    if compared.path?.isLiquidationFree == true {
      self = .safe
    } else {
      self = compared.liquidationFreeStages == nil ? .impossible : .exposed
    }
  }

  func sentence(_ compared: ComparedMargin) -> String {
    let stages = NumberText.count(compared.path?.stages.count ?? 0, "stage")
    switch self {
    case .safe:
      return
        "in \(stages), an account that holds the initial margin of each stage is liquidated at none"
    case .exposed:
      let count = compared.liquidationFreeStages ?? 0
      return
        "in \(stages), an account that holds just the initial margin of a stage can be liquidated at the "
        + "next; --path liquidation-free takes \(NumberText.count(count, "stage"))"
    case .impossible:
      return
        "no stages avoid liquidations: the initial margin is no higher than the maintenance margin"
        + (compared.path == nil ? "; --path equal-ratio gives stages that do not" : "")
    }
  }
}
