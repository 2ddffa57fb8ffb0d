public import MarketData
internal import RiskMeasures

/// The CPMI-IOSCO disclosure fields 6.5 for one unit of an instrument on one side.
///
/// A central counterparty counts accounts. These figures are instead those of a hypothetical
/// account that held one unit of the instrument on one side throughout the last twelve months. The
/// uncovered exposure is max(0, L − M), the loss over the horizon minus the margin in force.
///
/// - SeeAlso: CPMI and IOSCO (February 2015), *Public quantitative disclosure standards for central
///   counterparties*, d125, section 6.5; the wording of its fields was not checked.
public struct QuantitativeDisclosure: Hashable, Sendable {
  /// The instrument, model, rate, side and level of the margin.
  public let subject: ForecastRecord.Subject
  /// The first and the last observation date of the twelve months.
  public let dates: ClosedRange<Timestamp>
  /// 6.5.1: the number of times the margin was below the exposure.
  public let timesBelow: Int
  /// 6.5.2: the number of observations, one per bar.
  public let observations: Int
  /// 6.5.3: 1 − timesBelow/observations.
  public let achievedCoverage: Double
  /// 6.5.4: the largest uncovered exposure; zero if there is none.
  public let peakUncovered: Double
  /// 6.5.5: the mean of the positive uncovered exposures; nil if there is none.
  public let averageUncovered: Double?
  /// The unit of exposures: amounts per unit in quote currency, or fractions of notional if prices
  /// are unknown.
  public let unit: MarginPath.Unit

  /// Computes the disclosure from a margin's record.
  ///
  /// Nil for a model's record, an undated or an empty one.
  public init?(_ record: ForecastRecord) {
    guard record.subject.rate != .model,
      record.entries.allSatisfy({ $0.date != nil }), let last = record.entries.last?.date
    else { return nil }
    let start = Timestamp(last.date.yearBefore)
    let entries = record.entries.filter { $0.date ?? last > start }
    guard let first = entries.first?.date else { return nil }
    let isAmount = record.subject.unit == .price
    let hasPrices = isAmount || entries.allSatisfy { $0.price != nil }
    let uncovered = entries.compactMap { entry -> Double? in
      guard entry.loss > entry.forecast else { return nil }
      return (entry.loss - entry.forecast) * (hasPrices && !isAmount ? entry.price ?? 1 : 1)
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
  /// The same day of the previous year; 28 February for 29 February.
  fileprivate var yearBefore: CalendarDate {
    CalendarDate(year: year - 1, month: month, day: day)
      ?? CalendarDate(year: year - 1, month: month, day: 28) ?? self
  }
}
