internal import Calibration
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling

extension ScheduleRenderer {
  /// One object of contract `margin.schedule/1`, or one a date and line.
  var json: String {
    let fields = JSONValue.context(report.context)
    switch report.extent {
    case .lastDate:
      let dated = DatedSchedule(asOf: report.asOf, entries: report.lastEntries)
      let failures = report.failures(sides)
      return object(of: dated, fields, failures: failures, warnings: []).rendered + "\n"
    case .history:
      let schedules = report.datedSchedules
      var text = ""
      for (index, dated) in schedules.enumerated() {
        // Failures are those of the last date.
        let failures = index == schedules.count - 1 ? report.failures(sides) : []
        let object = object(
          of: DatedSchedule(asOf: dated.asOf, entries: dated.entries.map(\.asOfItsDate)), fields,
          failures: failures, warnings: [.noIntervalInHistory])
        text += object.rendered + "\n"
      }
      guard schedules.isEmpty else { return text }
      let empty = DatedSchedule(asOf: nil, entries: [])
      return object(of: empty, fields, failures: report.failures(sides), warnings: []).rendered
        + "\n"
    }
  }

  private func object(
    of dated: DatedSchedule, _ context: JSONObject, failures: [MarginFailure],
    warnings: [MarginWarning]
  ) -> JSONValue {
    var fields = context
    fields["schema"] = .string("margin.schedule/1")
    fields["asOf"] = .date(dated.asOf)
    fields["model"] = .string(report.plan.model.name)
    fields["sides"] = .list(sides) { .string($0.rawValue) }
    fields["instruments"] = .written(dated.entries) { .instrument($0, sides, report) }
    fields["failures"] = .failures(failures, loading: report.context.loadFailures)
    fields["warnings"] = .warnings(warnings)
    return .object(fields)
  }
}

extension JSONValue {
  /// One instrument of a schedule.
  static func instrument(
    _ dated: ScheduleEntry, _ sides: [Side], _ report: CalibrationReport
  ) -> JSONValue {
    let entry = dated.entry
    let parameters = dated.isLast ? dated.schedule.forecast?.parameters : nil
    // Names in the order that they are written in: nothing is left to sort.
    return .object([
      "asOf": .date(entry.asOf),
      "expectedExceedanceRate": dated.isLast
        ? .number(dated.schedule.expectedExceedanceRate) : .null,
      "instrument": .string(entry.instrument.rawValue),
      "long": sides.contains(.long) ? .side(entry.long) : .null,
      "observations": .integer(entry.observations),
      "parameters": parameters.map { .object(JSONObject($0.values.mapValues { .number($0) })) }
        ?? .null,
      "price": .number(entry.price),
      "short": sides.contains(.short) ? .side(entry.short) : .null,
      "warnings": .warnings(dated.warnings(report.context, sides)),
    ])
  }

  /// One side of an instrument, or null where it has no margin.
  static func side(_ margin: SideMargin?) -> JSONValue {
    guard let margin else { return .null }
    return .object([
      "effectiveFrom": .date(margin.effectiveFrom),
      "expectedShortfall": .number(margin.expectedShortfall),
      "horizon": .object([
        "count": .integer(margin.periodOfRisk.count),
        "unit": .string(margin.periodOfRisk.unit.rawValue),
      ]),
      "horizonBars": .integer(margin.horizon.bars),
      "initialMargin": .double(margin.margin.initial.fraction),
      "interval": .interval(margin.interval.lower, margin.interval.upper),
      "level": .double(margin.measure.level.probability),
      "maintenanceMargin": .double(margin.margin.maintenance.fraction),
      "maximumLeverage": .number(margin.margin.maximumLeverage?.multiple),
      "measure": .string(margin.measure.name),
      "quantileConvention": .string(margin.quantileConvention),
      "reaction": margin.reaction.map { reaction in
        .object([
          "horizonBars": .integer(reaction.horizon.bars),
          "valueAtRisk": .double(reaction.valueAtRisk),
        ])
      } ?? .null,
      "steps": .list(margin.waterfall.lines, step),
      "valueAtRisk": .number(margin.valueAtRisk),
    ])
  }

  private static func step(_ line: Waterfall.Line) -> JSONValue {
    .object([
      "buffer": line.buffer.map { buffer in
        .object([
          "phase": .string(buffer.phase.rawValue), "since": .date(buffer.since),
          "sincePosition": .integer(buffer.sincePosition),
          "releaseLevel": .number(buffer.releaseLevel), "remaining": .number(buffer.remaining),
        ])
      } ?? .null,
      "change": .double(line.change.fraction), "rate": .double(line.rate.fraction),
      "step": .string(line.step),
    ])
  }
}
