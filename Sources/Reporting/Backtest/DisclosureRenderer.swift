public import Backtesting
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// Writes the quantitative disclosure fields 6.5 as CSV, under a comment line on the positions.
public struct DisclosureRenderer: Sendable {
  /// The first line of the file, which states that the positions are hypothetical.
  public static let heading = "# hypothetical: one unit, each side"

  /// The disclosures, one row each.
  public let disclosures: [QuantitativeDisclosure]

  /// Creates a renderer of the disclosures of the margins in `records`.
  public init(_ records: [ForecastRecord]) {
    disclosures = records.compactMap { QuantitativeDisclosure($0) }
  }

  /// The file, ending with a newline.
  public var csv: String {
    var csv = CSVText(
      header: "instrument,rate,side,level,horizon,from,to,6.5.1 times below,6.5.1.1 frequency,"
        + "6.5.2 observations,6.5.3 achieved coverage,6.5.4 peak uncovered,"
        + "6.5.5 average uncovered,unit")
    for disclosure in disclosures {
      let subject = disclosure.subject
      csv.append([
        subject.instrument.rawValue, subject.rate.rawValue, subject.side.rawValue,
        CSVText.number(subject.level.probability), String(subject.horizon.bars),
        disclosure.dates.lowerBound.description, disclosure.dates.upperBound.description,
        String(disclosure.timesBelow), "once a bar", String(disclosure.observations),
        CSVText.number(disclosure.achievedCoverage), CSVText.number(disclosure.peakUncovered),
        CSVText.number(disclosure.averageUncovered), disclosure.unit.rawValue,
      ])
    }
    return Self.heading + "\n" + csv.text
  }
}
