internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// Formats the numbers of a schedule comparison as text.
struct ChangeText {
  private let decimals: Int
  let unit: LossUnit

  /// Uses the decimals that the published rates of a comparison need in percent: two, three or
  /// four.
  init(_ comparison: ScheduleComparison) {
    unit = comparison.unit
    let rates = comparison.changes.flatMap { [$0.change.old, $0.change.new] }
      .flatMap { [$0.initial, $0.maintenance] }
    let units = rates.map(\.millionths) + [comparison.roundingStep.millionths]
    decimals =
      units.allSatisfy { $0 % 100 == 0 } ? 2 : units.allSatisfy { $0 % 10 == 0 } ? 3 : 4
  }

  /// A margin rate, such as `7.40 %`.
  func rate(_ rate: MarginRate) -> String { unit.text(rate.fraction, decimals: decimals) }

  /// A rate difference, in percentage points of notional such as `+2.35 pp`, or in price units.
  func points(_ difference: MarginRate) -> String {
    let text =
      unit == .price
      ? NumberText.fixed(difference.fraction, decimals: decimals + 2)
      : NumberText.fixed(difference.fraction * 100, decimals: decimals) + " pp"
    return (difference > .zero ? "+" : "") + text
  }

  /// A rate difference at the full precision of waterfall lines, such as `+2.3504 pp`.
  func exactPoints(_ difference: MarginRate) -> String {
    (difference > .zero ? "+" : "") + unit.exactText(difference)
  }

  /// A relative change, such as `+31.8 %`; `from none` for a change from zero.
  static func relative(_ change: RateChange) -> String {
    guard let relative = change.relative else { return "from none" }
    return (relative > 0 ? "+" : "") + NumberText.percent(relative, decimals: 1)
  }

  /// A flag such as `past 15 %`; empty where the change is within its threshold.
  static func flag(_ change: RateChange) -> String {
    change.isPastThreshold ? "past " + NumberText.shortPercent(change.threshold.fraction) : ""
  }

  /// A leverage, such as `12.26x` or `10x`.
  static func leverage(_ leverage: Leverage?) -> String {
    leverage.map { NumberText.significant($0.multiple) + "x" } ?? NumberText.missing
  }

  /// A list of leverages, such as `10x, 20x`; a dash for an empty list.
  static func leverages(_ leverages: [Leverage]) -> String {
    leverages.isEmpty ? NumberText.missing : leverages.map { leverage($0) }.joined(separator: ", ")
  }

  /// The adverse price moves to liquidation before and after the change.
  ///
  /// Examples: `33.4 % → 28.2 %`, `7.4 % → at once`.
  static func moves(_ position: ChangeImpact.Position) -> String {
    move(position.before, position.adverseMoveBefore) + " → "
      + move(position.after, position.adverseMoveAfter)
  }

  private static func move(_ outcome: PositionOutcome, _ move: Double?) -> String {
    guard outcome != .liquidated else { return "at once" }
    return move.map { NumberText.percent($0, decimals: 1) } ?? "never"
  }
}

extension MarginChange {
  /// The instrument and side, such as `AAPL long`.
  var subject: String { "\(instrument) \(side.rawValue)" }
}
