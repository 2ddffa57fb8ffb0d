package import Forecasting
package import Margin
package import MarketData

extension InstrumentHistory {
  /// The failure of an instrument whose prices ended before an as-of date; nil if they did not.
  ///
  /// Without an as-of date each instrument answers as of its own last date.
  package func endedCause(asOf: Timestamp?) -> MarginFailure.Cause? {
    guard let asOf, let last = date(after: count), axis.times?.isEmpty == false,
      BarCalendar(axis).hasEnded(by: asOf)
    else { return nil }
    let days = Int(asOf.date.days) - Int(last.date.days)
    return MarginFailure.Cause(
      reason: "instrument-ended",
      message:
        "the last price is of \(last.date), \(days) days before \(asOf.date): the instrument "
        + "no longer trades, or its file is out of date; update the file, or give an earlier --as-of"
    )
  }
}
