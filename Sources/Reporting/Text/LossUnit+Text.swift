internal import Margin
internal import MarketData
internal import Text

extension LossUnit {
  /// An amount: `7.31 %` of notional, or `0.0731` in price units.
  ///
  /// In price units it has the decimals of the fraction, and more where they show fewer than four
  /// digits.
  func text(_ amount: Double?, decimals: Int = 2) -> String {
    guard self == .price, let amount, amount.isFinite else {
      return NumberText.percent(amount, decimals: decimals)
    }
    return NumberText.fixed(
      amount, decimals: max(decimals + 2, NumberText.decimalsOfSix(for: amount) - 2))
  }

  /// An amount without trailing zeros: `0.05 %`, or `0.0005` in price units.
  func shortText(_ amount: Double) -> String {
    self == .price ? NumberText.significant(amount) : NumberText.shortPercent(amount)
  }

  /// A change of a rate to the last millionth: `2.3504 pp`, or `0.023504` in price units.
  func exactText(_ change: MarginRate) -> String {
    switch self {
    case .fraction: NumberText.decimal(change.millionths, decimals: 4) + " pp"
    case .price: NumberText.decimal(change.millionths, decimals: 6)
    }
  }

  /// The end of a title: nothing, or `, in price units`.
  var titleEnd: String { self == .price ? ", in price units" : "" }

  /// The last column of a CSV text that states the unit; nil for fractions.
  private var column: (name: String, value: String)? {
    self == .price ? ("unit", rawValue) : nil
  }

  /// A CSV text that states the unit in its last column unless it is that of fractions.
  func csv(header: String) -> CSVText { CSVText(header: header, last: column) }
}
