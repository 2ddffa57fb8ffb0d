public import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// Prints the differences between two margin schedules.
///
/// ```swift
/// print(ComparisonRenderer(comparison).rendered(as: .text), terminator: "")
/// ```
public struct ComparisonRenderer: FormattedResult {
  let comparison: ScheduleComparison

  /// Creates a renderer of a comparison.
  public init(_ comparison: ScheduleComparison) { self.comparison = comparison }

  // MARK: - CSV

  /// One row per rate; an entry in only one schedule has the rate of that schedule.
  public var csv: String {
    var csv = comparison.unit.csv(
      header: "instrument,side,rate,status,oldDate,newDate,effectiveFrom,old,new,absolute,relative,"
        + "threshold,pastThreshold,smallestCalled,smallestLiquidated,stages,liquidationFreeStages")
    for compared in comparison.changes {
      for kind in MarginRateKind.allCases { csv.append(row(compared, kind)) }
    }
    for (margins, status) in [(comparison.added, "added"), (comparison.removed, "removed")] {
      for margin in margins {
        for kind in MarginRateKind.allCases { csv.append(row(margin, status, kind)) }
      }
    }
    return csv.text
  }

  private func row(_ compared: ComparedMargin, _ kind: MarginRateKind) -> [String] {
    let change = compared.change[kind]
    return [
      compared.new.instrument.rawValue, compared.new.side.rawValue, kind.rawValue,
      change.absolute == .zero ? "unchanged" : "changed", compared.old.asOf?.description ?? "",
      compared.new.asOf?.description ?? "", compared.new.effectiveFrom?.description ?? "",
      CSVText.number(change.old.fraction), CSVText.number(change.new.fraction),
      CSVText.number(change.absolute.fraction), CSVText.number(change.relative),
      CSVText.number(change.threshold.fraction), change.isPastThreshold ? "true" : "false",
      CSVText.number(compared.impact.smallestCalled?.multiple),
      CSVText.number(compared.impact.smallestLiquidated?.multiple),
      compared.path.map { String($0.stages.count) } ?? "",
      compared.liquidationFreeStages.map { String($0) } ?? "",
    ]
  }

  private func row(
    _ margin: ScheduledMargin, _ status: String, _ kind: MarginRateKind
  ) -> [String] {
    let rate = CSVText.number(margin.rates[kind].fraction)
    let date = margin.asOf?.description ?? ""
    let isNew = status == "added"
    return [
      margin.instrument.rawValue, margin.side.rawValue, kind.rawValue, status, isNew ? "" : date,
      isNew ? date : "", isNew ? margin.effectiveFrom?.description ?? "" : "", isNew ? "" : rate,
      isNew ? rate : "",
    ] + Array(repeating: "", count: 8)
  }
}
