public import Calibration
public import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling
internal import Text

/// Prints a margin schedule of one date or of a whole history.
///
/// ```swift
/// print(ScheduleRenderer(report: report).rendered(as: .text), terminator: "")
/// ```
public struct ScheduleRenderer: FormattedResult {
  /// The calibration report of the schedule.
  public let report: CalibrationReport
  /// The sides to print, the long side first.
  public let sides: [Side]

  /// Creates a renderer of a schedule for the given sides.
  public init(report: CalibrationReport, sides: [Side] = Side.allCases) {
    self.report = report
    self.sides = sides.sorted()
  }

  // MARK: - CSV

  /// One row per date, instrument and side; the horizon is in bars.
  ///
  /// Rates in price units are followed by their fractions of the price, empty without a price above
  /// zero, and by the unit.
  public var csv: String {
    let hasShares = report.context.unit == .price
    let contracts = report.context.contracts
    let hasGroups = !report.groupPlans.isEmpty
    var csv = report.context.unit.csv(
      header: "date,effectiveFrom,instrument,side,level,horizon,initialMargin,maintenanceMargin,"
        + "maximumLeverage,valueAtRisk,expectedShortfall"
        + (hasShares ? ",initialMarginOfPrice,maintenanceMarginOfPrice" : "")
        + (contracts == nil
          ? "" : ",currency,initialMarginPerContract,maintenanceMarginPerContract")
        + (hasGroups ? ",group" : ""))
    for entry in shownEntries {
      for margin in entry.margins(sides) {
        var cells = [
          entry.entry.asOf?.description ?? "", margin.effectiveFrom?.description ?? "",
          entry.entry.instrument.rawValue, margin.side.rawValue,
          CSVText.number(margin.measure.level.probability), String(margin.horizon.bars),
          CSVText.number(margin.margin.initial.fraction),
          CSVText.number(margin.margin.maintenance.fraction),
          CSVText.number(margin.margin.maximumLeverage?.multiple),
          CSVText.number(margin.valueAtRisk), CSVText.number(margin.expectedShortfall),
        ]
        let shares = hasShares ? [margin.margin.initial, margin.margin.maintenance] : []
        cells += shares.map { CSVText.number(entry.entry.shareOfPrice($0)) }
        if contracts != nil {
          let money = entry.money(margin, report.context)
          cells += [
            entry.terms(report.context)?.currency ?? "", CSVText.number(money?.initial),
            CSVText.number(money?.maintenance),
          ]
        }
        if hasGroups { cells.append(report.context.groups[entry.entry.instrument] ?? "") }
        csv.append(cells)
      }
    }
    return csv.text
  }

  /// The entries ordered by date, then by the report's order.
  var shownEntries: [ScheduleEntry] {
    switch report.extent {
    case .lastDate: report.lastEntries
    case .history: report.datedSchedules.flatMap(\.entries)
    }
  }
}
