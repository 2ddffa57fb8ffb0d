internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling

extension RecordedMargins {
  /// The margins of a report; `paths` maps input files to their paths in the case.
  init(_ report: CalibrationReport, paths: [String: String]) {
    let provenance = report.context.provenance
    self.init(
      version: provenance.version, configurationHash: provenance.configurationHash,
      inputs: provenance.inputs.map {
        Input(path: paths[$0.path] ?? $0.path, sha256: $0.sha256)
      },
      margins: report.schedules.flatMap { schedule -> [Margin] in
        guard let entry = schedule.last else { return [] }
        return Side.allCases.compactMap { side in
          entry.margin(for: side).map { margin in
            Margin(
              instrument: schedule.instrument, side: side, asOf: entry.asOf?.description,
              initialMargin: margin.margin.initial.fraction,
              maintenanceMargin: margin.margin.maintenance.fraction,
              valueAtRisk: margin.valueAtRisk, expectedShortfall: margin.expectedShortfall)
          }
        }
      })
  }
}
