public import Forecasting
public import Margin
public import MarketData
public import RiskMeasures

/// One instrument's margins: of one date, or of all.
public struct InstrumentSchedule: Hashable, Sendable, Codable {
  /// The instrument.
  public let instrument: InstrumentID
  /// Ascending by date; empty where the instrument failed.
  public let entries: [InstrumentMarginEntry]
  /// The model's last forecast.
  public let forecast: FinalForecast?
  /// Bars of the margin period of risk on this instrument's calendar.
  public let horizon: Horizon
  /// The chance that the next loss exceeds the model's quantile, for a sample of independent losses.
  public let expectedExceedanceRate: Double?
  /// What a reader of the last forecast must know, where the entries are a history.
  ///
  /// An entry of a history contains only information of its own date, so that later dates never change
  /// it; a schedule of one date has these warnings and the interval in its entry.
  public let warnings: [MarginWarning]
  /// What could not be computed, and why.
  public let failures: [MarginFailure]

  /// The margins of the last date.
  public var last: InstrumentMarginEntry? { entries.last }

  /// The schedule with a failure of both sides on its last date, if any.
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
