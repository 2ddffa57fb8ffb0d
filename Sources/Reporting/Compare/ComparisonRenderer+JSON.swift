internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

extension ComparisonRenderer {
  /// One object of contract `margin.compare/1`.
  public var json: String {
    var fields: JSONObject = [
      "schema": .string("margin.compare/1"), "old": Self.file(comparison.old),
      "new": Self.file(comparison.new), "options": options,
      "pastThreshold": .bool(comparison.isPastThreshold),
      "changes": .written(comparison.changes) { Self.compared($0) },
      "added": .list(comparison.added, Self.margin),
      "removed": .list(comparison.removed, Self.margin),
      "findings": .list(comparison.findings, Self.finding),
    ]
    if comparison.unit == .price { fields["unit"] = .string(comparison.unit.rawValue) }
    return JSON.object(fields).rendered + "\n"
  }

  private var options: JSON {
    let options = comparison.options
    return .object([
      "threshold": .double(options.threshold.fraction),
      "collateralThreshold": .double(options.collateralThreshold.fraction),
      "collateral": .list(options.collateral.sorted()) { .string($0.rawValue) },
      "maximumStep": .double(options.maximumStep.fraction),
      "path": .string(options.path.rawValue),
      "leverages": .list(options.leverages) { .double($0.multiple) },
      "roundingStep": .double(comparison.roundingStep.fraction),
    ])
  }

  private static func file(_ file: ScheduleFile) -> JSON {
    let terms = file.terms
    return .object([
      "path": .string(file.path), "sha256": .string(file.sha256),
      "form": .string(file.form.rawValue), "asOf": .date(file.asOf),
      "margins": .integer(file.margins.count), "model": .text(terms?.model),
      "version": .text(terms?.provenance.version),
      "configurationHash": .text(terms?.provenance.configurationHash),
      "seed": terms.map { .unsigned($0.provenance.seed) } ?? .null,
      "inputs": .list(terms?.provenance.inputs ?? [], \.json),
    ])
  }

  private static func finding(_ finding: ComparisonFinding) -> JSON {
    .object([
      "code": .string(finding.code), "message": .string(finding.message),
      "likeForLike": .bool(!finding.spoilsComparison), "subject": .string(finding.subject),
    ])
  }

  private static func margin(_ margin: ScheduledMargin) -> JSON {
    .object([
      "instrument": .string(margin.instrument.rawValue), "side": .string(margin.side.rawValue),
      "asOf": .date(margin.asOf), "effectiveFrom": .date(margin.effectiveFrom),
      "initialMargin": .double(margin.rates.initial.fraction),
      "maintenanceMargin": .double(margin.rates.maintenance.fraction),
    ])
  }

  private static func compared(_ compared: ComparedMargin) -> JSON {
    let change = compared.change
    return .object([
      "instrument": .string(change.instrument.rawValue), "side": .string(change.side.rawValue),
      "asOf": .array([.date(compared.old.asOf), .date(compared.new.asOf)]),
      "effectiveFrom": .date(compared.new.effectiveFrom),
      "initialMargin": rate(change[.initial]), "maintenanceMargin": rate(change[.maintenance]),
      "positions": .list(compared.impact.positions, position),
      "smallestCalled": .number(compared.impact.smallestCalled?.multiple),
      "smallestLiquidated": .number(compared.impact.smallestLiquidated?.multiple),
      "drivers": compared.drivers.map(drivers) ?? .null, "path": path(compared),
      "liquidationFreeStages": .count(compared.liquidationFreeStages),
    ])
  }

  private static func rate(_ change: RateChange) -> JSON {
    .object([
      "old": .double(change.old.fraction), "new": .double(change.new.fraction),
      "absolute": .double(change.absolute.fraction), "relative": .number(change.relative),
      "threshold": .double(change.threshold.fraction),
      "pastThreshold": .bool(change.isPastThreshold),
    ])
  }

  private static func position(_ position: ChangeImpact.Position) -> JSON {
    .object([
      "leverage": .double(position.leverage.multiple), "old": .string(position.before.rawValue),
      "new": .string(position.after.rawValue),
      "adverseMoveOld": .number(position.adverseMoveBefore),
      "adverseMoveNew": .number(position.adverseMoveAfter),
    ])
  }

  private static func drivers(_ drivers: ComparedMargin.Drivers) -> JSON {
    .object([
      "rate": .string(drivers.rate.rawValue), "total": .double(drivers.change.total.fraction),
      "steps": .list(drivers.change.lines) { line in
        .object([
          "step": .string(line.step), "old": .number(line.old?.fraction),
          "new": .number(line.new?.fraction), "difference": .double(line.difference.fraction),
        ])
      },
    ])
  }

  private static func path(_ compared: ComparedMargin) -> JSON {
    guard let path = compared.path else { return .null }
    return .object([
      "rule": .string(path.rule.rawValue), "liquidationFree": .bool(path.isLiquidationFree),
      "stages": .list(zip(path.stages, compared.stageImpacts)) { rates, impact in
        .object([
          "initialMargin": .double(rates.initial.fraction),
          "maintenanceMargin": .double(rates.maintenance.fraction),
          "called": .list(impact.leverages(.called)) { .double($0.multiple) },
          "liquidated": .list(impact.leverages(.liquidated)) { .double($0.multiple) },
        ])
      },
    ])
  }
}
