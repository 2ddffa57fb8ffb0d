public import Calibration
internal import Documents
internal import Forecasting
public import Instruments
internal import Margin
public import MarketData
internal import RiskMeasures
internal import Scheduling
internal import Text

/// Prints the margin waterfall of one instrument, step by step.
public struct ExplainRenderer: FormattedResult {
  /// The calibration report that contains the instrument.
  public let report: CalibrationReport
  /// The instrument to explain.
  public let instrument: InstrumentID
  /// The sides to print, the long side first.
  public let sides: [Side]
  /// Attribution of the change since an earlier margin; nil if not requested.
  public let change: ChangeExplanation?
  /// The files and instruments that could not be read; by default those of the instrument, and whole
  /// files.
  public let loadFailures: [InstrumentFailure]

  /// Creates a renderer of one side, or of both where `side` is nil.
  public init(
    report: CalibrationReport, instrument: InstrumentID, side: Side? = nil,
    change: ChangeExplanation? = nil, loadFailures: [InstrumentFailure]? = nil
  ) {
    self.loadFailures =
      loadFailures
      ?? report.context.loadFailures.filter { ($0.instrument ?? instrument) == instrument }
    self.report = report
    self.instrument = instrument
    self.change = change
    sides = side.map { [$0] } ?? Side.allCases
  }

  /// One row per side and step, or per side and driver where a change is explained.
  public var csv: String { change.map(moves) ?? steps }

  /// The latest margins of the instrument; nil where there are none.
  var entry: ScheduleEntry? {
    report.lastEntries.first { $0.entry.instrument == instrument }
  }

  var failures: [MarginFailure] {
    report.failures(sides).filter { $0.instrument == instrument }
  }

  // MARK: - CSV and JSON

  /// One row per side and line of the waterfall.
  private var steps: String {
    var csv = report.context.unit.csv(
      header: "date,effectiveFrom,instrument,side,level,horizon,step,rate,change,bufferPhase,"
        + "bufferSince,bufferRemaining")
    for margin in entry?.margins(sides) ?? [] {
      for line in margin.waterfall.lines {
        csv.append([
          entry?.entry.asOf?.description ?? "", margin.effectiveFrom?.description ?? "",
          instrument.rawValue, margin.side.rawValue,
          CSVText.number(margin.measure.level.probability), String(margin.horizon.bars),
          line.step, CSVText.number(line.rate.fraction), CSVText.number(line.change.fraction),
          line.buffer?.phase.rawValue ?? "", line.buffer?.since?.description ?? "",
          CSVText.number(line.buffer?.remaining),
        ])
      }
    }
    return csv.text
  }

  /// One object: an instrument of contract `margin.schedule/1` with its model estimates.
  public var json: String {
    var fields = JSON.context(report.context)
    fields["schema"] = .string("margin.explain/1")
    fields["asOf"] = .date(entry?.entry.asOf)
    fields["model"] = .string(report.plan.model.name)
    fields["sides"] = .list(sides) { .string($0.rawValue) }
    fields["instrument"] =
      entry.map { ScheduleDocument.Instrument($0, sides, report).json } ?? .null
    if let change { fields["change"] = json(change) }
    fields["failures"] = .failures(failures, loading: loadFailures)
    fields["warnings"] = .warnings(report.context.warnings)
    return JSON.object(fields).rendered + "\n"
  }
}
