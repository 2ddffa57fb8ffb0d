public import Backtesting
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// Writes the fields 6.5 of the quantitative disclosure as CSV, under a line that says what they are of.
public struct DisclosureRenderer: Sendable {
  /// First line of the file: the positions are hypothetical.
  public static let heading = "# hypothetical: one unit, each side"

  /// The disclosures, a row each.
  public let disclosures: [QuantitativeDisclosure]

  /// A renderer of the margins among records.
  public init(_ records: [ForecastRecord]) {
    disclosures = records.compactMap { QuantitativeDisclosure($0) }
  }

  /// The file, its last line ended.
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
