package import Forecasting
package import Margin
internal import MarketData

/// The least history that a rule book asks a margin to rest on.
public struct LeastHistory: Hashable, Sendable {
  /// The length in calendar months.
  public let months: Int
  /// The source, such as an article of a regulation.
  public let source: String
  /// The most returns that the model looks back on.
  public let window: Int
  /// Whether a shorter history fails.
  public let isRequired: Bool

  /// Creates a requirement.
  public init(months: Int, source: String, window: Int, isRequired: Bool = false) {
    (self.months, self.source, self.window, self.isRequired) = (months, source, window, isRequired)
  }

  /// The days by which the first date may miss: a week for a holiday at the start of the period.
  private static let slack = 7

  /// Why the returns that a margin rests on are too few; nil if they are not, or have no dates.
  package func shortfall(of history: InstrumentHistory) -> MarginFailure.Cause? {
    let used = min(window, history.count)
    let first = used == history.count ? history.start : history.date(after: history.count - used)
    guard let first, let last = history.date(after: history.count) else { return nil }
    let days = Int(last.date.days) - Int(first.date.days)
    guard Double(days + Self.slack) < Double(months) * 365.25 / 12 else { return nil }
    return MarginFailure.Cause(
      reason: "history-below-regulation",
      message: "the margin rests on \(used) returns from \(first.date), and \(source) asks for at "
        + "least \(months) months; give a longer history or a wider window")
  }
}
