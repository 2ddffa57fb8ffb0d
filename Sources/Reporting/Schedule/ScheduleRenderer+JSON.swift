internal import Calibration
internal import Documents
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskModels
internal import Scheduling
internal import Statistics
internal import Text

extension ScheduleRenderer {
  /// One document of contract `margin.schedule/1`, or one document per date and line for a history.
  public var json: String {
    let failures = ScheduleDocument.Failure.all(
      report.failures(sides), loading: report.context.loadFailures)
    var document = document
    switch report.extent {
    case .lastDate:
      document.asOf = report.asOf?.description
      document.instruments = instruments(report.lastEntries)
      document.failures = failures
      document.warnings = report.context.warnings
      return document.json.rendered + "\n"
    case .history:
      let schedules = report.datedSchedules
      document.failures = ScheduleDocument.Failure.all([], loading: report.context.loadFailures)
      document.warnings = [.noIntervalInHistory] + report.context.warnings
      var text = ""
      for (index, dated) in schedules.enumerated() {
        // Failures belong to the last date.
        if index == schedules.count - 1 { document.failures = failures }
        document.asOf = dated.asOf?.description
        document.instruments = instruments(dated.entries.map(\.asOfItsDate))
        text += document.json.rendered + "\n"
      }
      guard schedules.isEmpty else { return text }
      document.failures = failures
      document.warnings = report.context.warnings
      return document.json.rendered + "\n"
    }
  }

  /// The fields that the documents of all dates share.
  private var document: ScheduleDocument {
    ScheduleDocument(
      model: report.plan.model.name, policy: report.context.configuration,
      provenance: report.context.provenance, sides: sides, statement: report.context.statement,
      unit: report.context.unit)
  }

  private func instruments(_ entries: [ScheduleEntry]) -> [ScheduleDocument.Instrument] {
    entries.map { ScheduleDocument.Instrument($0, sides, report) }
  }
}

extension ScheduleDocument.Instrument {
  /// Creates one instrument of a schedule with the requested sides.
  init(_ dated: ScheduleEntry, _ sides: [Side], _ report: CalibrationReport) {
    self.init(
      dated.entry, sides: sides, warnings: dated.warnings(report.context, sides),
      parameters: dated.isLast ? dated.schedule.forecast?.parameters.values : nil,
      expectedExceedanceRate: dated.isLast ? dated.schedule.expectedExceedanceRate : nil,
      unit: report.context.unit, contract: report.context.contracts?.terms[dated.entry.instrument],
      group: report.context.groups[dated.entry.instrument])
  }
}
