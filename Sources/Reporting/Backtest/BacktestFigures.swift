internal import Backtesting
internal import MarketData
internal import RiskMeasures

extension BacktestVerdict {
  /// The tone of each verdict in tables.
  static let tones: [String: Tone] = Dictionary(
    uniqueKeysWithValues: allCases.map { verdict in
      let tone: Tone =
        switch verdict {
        case .holds: .good
        case .tooMany, .rejected: .bad
        case .overcovers, .clustered, .tooFew, .untested: .caution
        }
      return (verdict.rawValue, tone)
    })
}

extension BacktestResult {
  /// The smallest p-value of the deciding tests, over several bars with the forecasts it is of.
  var leastPValue: String {
    let least = tests.filter { deciding.contains($0.test) }.compactMap(\.pValue).min()
    return NumberText.pValue(least)
      + (least == nil || horizon == .oneBar ? "" : ", n \(tested.forecasts)")
  }

  /// The power of Kupiec's test at one and a half times and at twice the rate, such as `31, 72 %`.
  var powers: String {
    guard let low = power(against: 1.5), let high = power(against: 2) else {
      return NumberText.missing
    }
    return NumberText.fixed(low * 100, decimals: 0) + ", " + NumberText.percent(high, decimals: 0)
  }

  /// The rejections among the other tests with a p-value, such as `9 of 20`.
  var otherRejections: String {
    let others = tests.filter { !deciding.contains($0.test) && $0.rejected != nil }
    guard !others.isEmpty else { return NumberText.missing }
    return "\(others.count { $0.rejected == true }) of \(others.count)"
  }

  /// The model's name, or the name of the published margin.
  var forecastName: String {
    guard rate != .model else { return label }
    return label == model ? "\(rate.rawValue) margin" : marginName
  }

  /// The margin, such as `maintenance`, with the policy where there are several.
  var marginName: String { label == model ? rate.rawValue : "\(rate.rawValue), \(label)" }

  /// The exceedance that is largest relative to its forecast.
  var worst: DatedExceedance? {
    guard let ratio = ratios.worst else { return nil }
    return exceedances.first { $0.exceedance.ratio == ratio }
  }

  /// The p-value, with a star where the test rejects.
  func pValue(_ name: TestName) -> String {
    guard let test = test(name), let value = test.pValue else { return NumberText.missing }
    return NumberText.pValue(value) + (test.rejected == true ? "*" : "")
  }

  /// The path and alarms of a sequential test.
  func sequential(_ name: TestName) -> SequentialDetail? {
    guard case .sequential(let detail)? = test(name)?.detail else { return nil }
    return detail
  }

  /// The date of an exceedance at a position; the position itself in an undated series.
  func date(ofExceedanceAt position: Int) -> String {
    let found = exceedances.first { $0.exceedance.position == position }
    return found?.date?.description ?? "bar \(position)"
  }
}

extension NumberText {
  /// An e-value with up to two decimals; `>1e6` for very large values.
  static func eValue(_ value: Double) -> String {
    value > 1e6 ? ">1e6" : fixed(value, decimals: value < 100 ? 2 : 0)
  }

  /// A p-value with three decimals; `<0.001` below 0.0005.
  static func pValue(_ value: Double?) -> String {
    guard let value else { return missing }
    return value < 0.0005 ? "<0.001" : fixed(value, decimals: 3)
  }
}
