package import Forecasting
package import Instruments
package import Margin
package import MarketData
package import RiskMeasures
package import RiskModels
package import Statistics

/// The historical measures that policy steps need, on unfiltered, equally weighted returns.
///
/// - Stressed: of all windows of a given length that end by the date, the one with the highest
///   measure, separately for each side; or the returns of a range of dates, up to the date.
/// - Long run: the returns of the last calendar years, or as many as are available.
/// - Jump: the same for one-bar returns, at its own confidence level.
///
/// Returns are overlapping and compounded over the horizon, or the worst within it. A sample with
/// too few returns for the confidence level gives nil.
package struct PastMeasures: Sendable {
  package let needs: [ReferenceNeed]
  package let horizon: Horizon
  package let measure: RiskMeasure
  package let quantileConvention: QuantileConvention
  package let contract: Contract
  /// The horizon rule of the model: the return at the end of the horizon, or the worst within it.
  package let horizonRule: HorizonRule
  /// The return convention of the model.
  package let convention: ReturnConvention

  package init(
    needs: [ReferenceNeed], horizon: Horizon, measure: RiskMeasure,
    quantileConvention: QuantileConvention, contract: Contract, horizonRule: HorizonRule,
    convention: ReturnConvention
  ) {
    self.needs = needs
    self.horizon = horizon
    self.measure = measure
    self.quantileConvention = quantileConvention
    self.contract = contract
    self.horizonRule = horizonRule
    self.convention = convention
  }

  /// The minimum number of returns for which every measure exists.
  package var minimumObservations: Int {
    let sample = quantileConvention.minimumCount(at: measure.level) + horizon.bars - 1
    return needs.map { need in
      switch need {
      case .stressed(.worst(let length)): max(sample, length + horizon.bars - 1)
      case .stressed(.dates), .longRun: sample
      case .jump(let level, _): quantileConvention.minimumCount(at: level)
      case .stressed(.hypothetical), .mixture: 0
      }
    }.max() ?? 0
  }

  /// The reason why no history can provide the measures; nil if there is none.
  package var refusal: String? {
    let least = quantileConvention.minimumCount(at: measure.level)
    for case .stressed(.worst(let length)) in needs where length < least {
      return
        "a stressed window of \(length) returns holds no \(measure.level.probability) quantile, "
        + "which needs \(least); give the stress weight a longer window or choose a lower level"
    }
    return nil
  }

  /// The measures after each count of returns from `first` onward.
  package func table(on history: InstrumentHistory, first: Int) -> ReferenceTable {
    var table = ReferenceTable(of: needs, rows: max(0, history.count - first + 1))
    guard !needs.isEmpty else { return table }
    // The return over the horizon that ends with return i, for i from h − 1.
    let moves = moves(of: history)
    for (index, need) in needs.enumerated() {
      for side in Side.allCases {
        table.set(column(of: need, moves[side], side, history, first), of: index, side)
      }
    }
    return table
  }

  /// The returns over the horizon that begin after each index of a history.
  func moves(of history: InstrumentHistory) -> HorizonMoves {
    HorizonMoves(history, over: horizon, by: horizonRule, in: convention)
  }

  private func column(
    of need: ReferenceNeed, _ returns: [Double], _ side: Side, _ history: InstrumentHistory,
    _ first: Int
  ) -> [ReferenceMeasure?] {
    switch need {
    case .stressed(.worst(let length)):
      return stressed(returns, side, length: length, first: first)
    case .stressed(.dates(let dates)):
      return stressed(returns, side, history: history, within: dates, first: first)
    case .stressed(.hypothetical(let long, let short)):
      let shock = ReferenceMeasure(value: side == .long ? long : short)
      return Array(repeating: shock, count: max(0, history.count - first + 1))
    case .longRun(let years):
      return longRun(returns, side, history: history, years: years, first: first)
    case .jump(let level, let years):
      return jumps(side, history: history, level: level, years: years, first: first)
    case .mixture:
      return []
    }
  }

  /// The measure of a sample; nil if it is too small for the confidence level.
  func measured(_ ascending: [Double], _ side: Side) -> Double? {
    guard ascending.count >= quantileConvention.minimumCount(at: measure.level) else { return nil }
    return measure.value(
      of: SidedLosses(
        EmpiricalReturns(
          sorted: ascending, convention: convention.realized,
          quantileConvention: quantileConvention),
        contract: contract, side: side))
  }
}
