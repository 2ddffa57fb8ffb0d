package import Forecasting
package import Margin
internal import MarketData

extension InstrumentHistory {
  /// Why the history cannot carry a margin under a plan; nil if it can.
  package func refusal(under plan: CalibrationPlan) -> MarginFailure.Cause? {
    if let ended = endedCause(under: plan) { return ended }
    guard let least = plan.leastHistory, least.isRequired else { return nil }
    return least.shortfall(of: self)
  }

  /// The failure of an instrument whose prices ended before the as-of date; nil if they did not.
  ///
  /// Without an as-of date each instrument answers as of its own last date.
  package func endedCause(under plan: CalibrationPlan) -> MarginFailure.Cause? {
    guard let asOf = plan.asOf, axis.times?.isEmpty == false, let last = date(after: count) else {
      return nil
    }
    let days = Int(asOf.date.days) - Int(last.date.days)
    let hasEnded = plan.maximumAge.map { days > $0 } ?? BarCalendar(axis).hasEnded(by: asOf)
    guard hasEnded else { return nil }
    return MarginFailure.Cause(
      reason: "instrument-ended",
      message: "the last price is of \(last.date), \(days) days before \(asOf.date): the "
        + "instrument no longer trades, or its file is out of date; update the file, give an earlier --as-of, "
        + "or allow the age (--max-age)")
  }
}
