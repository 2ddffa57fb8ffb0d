public import Forecasting
public import Margin
public import MarketData
public import RiskMeasures

/// The margin schedule of one instrument, for one date or all dates.
public struct InstrumentSchedule: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The entries in ascending order of date; empty if the instrument failed.
  public let entries: [InstrumentMarginEntry]
  /// The model's last forecast.
  public let forecast: FinalForecast?
  /// The margin period of risk in bars, on this instrument's calendar.
  public let horizon: Horizon
  /// The probability that the next loss exceeds the model's quantile.
  ///
  /// It holds for a sample of independent losses.
  public let expectedExceedanceRate: Double?
  /// The warnings about the last forecast of a history.
  ///
  /// An entry of a history contains only information of its own date, so later dates never change
  /// it. A schedule of a single date has these warnings and the interval in its entry.
  public let warnings: [MarginWarning]
  /// The failures and their reasons.
  public let failures: [MarginFailure]

  /// The margins of the last date.
  public var last: InstrumentMarginEntry? { entries.last }

  /// The schedule with an added failure of both sides on its last date, if there is a cause.
  package func failing(_ cause: MarginFailure.Cause?) -> InstrumentSchedule {
    guard let cause else { return self }
    return InstrumentSchedule(
      instrument: instrument, entries: entries, forecast: forecast, horizon: horizon,
      expectedExceedanceRate: expectedExceedanceRate,
      warnings: warnings,
      failures: failures + [
        MarginFailure(instrument: instrument, reason: cause.reason, message: cause.message)
      ])
  }
}
