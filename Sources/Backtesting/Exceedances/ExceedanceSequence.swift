/// The outcomes of a backtest, exceeded or covered, in chronological order.
///
/// An exceedance is a loss strictly greater than its forecast; a loss equal to the value at risk is
/// covered.
///
/// ```swift
/// let sequence = ExceedanceSequence(losses: [0.01, 0.05, 0.02], forecasts: [0.02, 0.02, 0.02])
/// sequence.positions   // [1]
/// ```
public struct ExceedanceSequence: Hashable, Sendable {
  /// One element per forecast: true if the loss was above it.
  public let hits: [Bool]

  /// *x*, the number of exceedances.
  public let exceedanceCount: Int

  /// Creates a sequence from outcomes, oldest first.
  public init(hits: [Bool]) {
    self.hits = hits
    self.exceedanceCount = hits.count { $0 }
  }

  /// Creates the sequence of losses against their forecasts, in one unit, loss positive.
  ///
  /// Traps if the two differ in length or contain a NaN; a forecast may be zero, negative or
  /// infinite.
  public init(losses: [Double], forecasts: [Double]) {
    requirePairs(losses, forecasts)
    self.init(hits: zip(losses, forecasts).map { $0 > $1 })
  }

  /// Returns every `step`-th outcome, starting with the first.
  func every(_ step: Int) -> ExceedanceSequence {
    guard step > 1 else { return self }
    return ExceedanceSequence(hits: stride(from: 0, to: hits.count, by: step).map { hits[$0] })
  }

  /// *n*, the number of forecasts.
  public var forecastCount: Int { hits.count }

  /// The zero-based positions of the exceedances, ascending.
  public var positions: [Int] { hits.indices.filter { hits[$0] } }

  /// The counts of the n − 1 transitions; nil for an empty sequence.
  public var transitions: TransitionCounts? {
    guard let first = hits.first else { return nil }
    var counts = [0, 0, 0, 0]
    for (before, after) in zip(hits, hits.dropFirst()) {
      counts[(before ? 2 : 0) + (after ? 1 : 0)] += 1
    }
    return TransitionCounts(
      n00: counts[0], n01: counts[1], n10: counts[2], n11: counts[3], startsWithExceedance: first)
  }
}

/// Traps unless every loss has a forecast and neither array contains a NaN.
func requirePairs(_ losses: [Double], _ forecasts: [Double]) {
  precondition(
    losses.count == forecasts.count,
    "\(losses.count) losses cannot be compared with \(forecasts.count) forecasts")
  precondition(!losses.contains { $0.isNaN }, "A loss is not a number")
  precondition(!forecasts.contains { $0.isNaN }, "A forecast is not a number")
}
