public import MarketData
internal import RiskMeasures

/// The fields 6.5 of the public quantitative disclosure of central counterparties, for one unit of one side.
///
/// A central counterparty counts accounts; here there are none, so that the figures are those of a
/// hypothetical account that held one unit of the instrument, on one side, throughout the last twelve
/// months. An exposure is uncovered by max(0, L − M), the loss over the horizon less the margin in force.
///
/// - SeeAlso: CPMI and IOSCO (February 2015), *Public quantitative disclosure standards for central
///   counterparties*, d125, section 6.5.
public struct QuantitativeDisclosure: Hashable, Sendable {
  /// Whose margin.
  public let subject: ForecastRecord.Subject
  /// The first and the last date of the twelve months that have an observation.
  public let dates: ClosedRange<Timestamp>
  /// 6.5.1: how often the margin was below the exposure.
  public let timesBelow: Int
  /// 6.5.2: the observations, one a bar.
  public let observations: Int
  /// 6.5.3: 1 − timesBelow/observations.
  public let achievedCoverage: Double
  /// 6.5.4: the largest uncovered exposure, zero without one.
  public let peakUncovered: Double
  /// 6.5.5: the mean of the uncovered exposures, those covered left out; nil without one.
  public let averageUncovered: Double?
  /// Whether exposures are amounts of one unit in its quote currency, or fractions where prices are not known.
  public let unit: MarginPath.Unit

  /// The disclosure of a margin's record; nil for a model's, for one without dates, and for an empty one.
  public init?(_ record: ForecastRecord) {
    guard record.subject.rate != .model,
      record.entries.allSatisfy({ $0.date != nil }), let last = record.entries.last?.date
    else { return nil }
    let start = Timestamp(last.date.yearBefore)
    let entries = record.entries.filter { $0.date ?? last > start }
    guard let first = entries.first?.date else { return nil }
    let hasPrices = entries.allSatisfy { $0.price != nil }
    let uncovered = entries.compactMap { entry -> Double? in
      guard entry.loss > entry.forecast else { return nil }
      return (entry.loss - entry.forecast) * (hasPrices ? entry.price ?? 1 : 1)
    }
    subject = record.subject
    dates = first ... last
    timesBelow = uncovered.count
    observations = entries.count
    achievedCoverage = 1 - Double(uncovered.count) / Double(entries.count)
    peakUncovered = uncovered.max() ?? 0
    averageUncovered =
      uncovered.isEmpty ? nil : uncovered.reduce(0, +) / Double(uncovered.count)
    unit = hasPrices ? .amount : .rate
  }
}

extension CalendarDate {
  /// The same day of the year before; 28 February for a 29th.
  fileprivate var yearBefore: CalendarDate {
    CalendarDate(year: year - 1, month: month, day: day)
      ?? CalendarDate(year: year - 1, month: month, day: 28) ?? self
  }
}
