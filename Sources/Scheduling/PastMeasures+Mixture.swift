package import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

extension PastMeasures {
  /// The stressed returns of each date to mix into the forecasts, one element per mixture need.
  package func mixedLosses(on history: InstrumentHistory) -> [MixedLosses] {
    needs.compactMap { need in
      guard case .mixture(let period, let weight) = need else { return nil }
      return mixedLosses(on: history, from: period, weight: weight)
    }
  }

  private func mixedLosses(
    on history: InstrumentHistory, from period: StressPeriod, weight: Double
  ) -> MixedLosses? {
    let moves = moves(of: history)
    var samples: [[[Double]]] = [[], []]
    // The index of the sample after h + k returns among the samples.
    var indices: [[Int?]] = [[], []]
    for (index, side) in Side.allCases.enumerated() {
      let returns = moves[side]
      switch period {
      case .worst(let length):
        var last: ClosedRange<Int>?
        for worst in stressed(returns, side, length: length, first: horizon.bars) {
          let window = worst?.window
          if let window, window != last {
            let range = window.lowerBound ... window.upperBound - horizon.bars + 1
            samples[index].append(returns[range].sorted())
            last = window
          }
          indices[index].append(window == nil ? nil : samples[index].count - 1)
        }
      case .dates(let dates):
        var inside: [Double] = []
        for (row, value) in returns.enumerated() {
          if let date = history.date(after: row + horizon.bars)?.date, dates.contains(date) {
            inside.append(value)
            samples[index].append(inside.sorted())
          }
          indices[index].append(samples[index].isEmpty ? nil : samples[index].count - 1)
        }
      case .hypothetical: return nil
      }
    }
    let (bars, found, known) = (horizon.bars, indices, samples)
    return MixedLosses(weight: weight) { count, side in
      let index = side == .long ? 0 : 1
      let row = count - bars
      guard row >= 0, row < found[index].count, let sample = found[index][row] else { return nil }
      return known[index][sample]
    }
  }
}
