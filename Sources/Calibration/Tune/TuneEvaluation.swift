internal import Backtesting
internal import Instruments
internal import RiskMeasures

/// The scores of a policy on every range, and its loss by date.
struct TuneEvaluation: Sendable, Codable, Hashable {
  /// The hash of the policy.
  let key: String
  /// The scores, in the order of the ranges; nil if the policy has no margin on a range.
  let scores: [TuneScore?]
  /// The mean tick loss of all series by date of the final selection, the scoring function of a
  /// quantile.
  let ticks: [Double]
}

extension TuneEvaluation {
  /// The scores of one policy's paths, one per instrument.
  init(
    key: String, paths: [TunePath], ranges: [TuneRange], final: TuneRange, settings: TuneSettings,
    bound: CoverageBound
  ) {
    self.key = key
    let sides = settings.sides.map { $0 == .long ? 0 : 1 }
    scores = ranges.map { range in
      TuneScore(paths, sides, on: range, settings, bound)
    }
    var ticks = [Double](repeating: 0, count: final.count)
    var counts = [Int](repeating: 0, count: final.count)
    let offsets = final.offsets
    for path in paths {
      for (index, date) in path.dateIndices.enumerated() {
        guard let offset = offsets(date) else { continue }
        for side in sides {
          let excess = path.losses[side][index] - path.rates[side][index]
          ticks[offset] += excess * (settings.coverage - (excess <= 0 ? 1 : 0))
          counts[offset] += 1
        }
      }
    }
    self.ticks = zip(ticks, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
  }
}

extension TuneRange {
  /// The index within the range of a common date; nil outside.
  var offsets: (Int) -> Int? {
    var starts: [(part: Range<Int>, offset: Int)] = []
    var offset = 0
    for part in parts {
      starts.append((part, offset))
      offset += part.count
    }
    return { index in
      for (part, offset) in starts where part.contains(index) {
        return offset + index - part.lowerBound
      }
      return nil
    }
  }
}

extension TuneScore {
  /// The score of a policy's series on a range; nil without losses.
  init?(
    _ paths: [TunePath], _ sides: [Int], on range: TuneRange, _ settings: TuneSettings,
    _ bound: CoverageBound
  ) {
    let offsets = range.offsets
    var exceedances = [Int](repeating: 0, count: range.count)
    var losses = exceedances
    var (sum, peak, rise) = (0.0, 1.0, 0.0)
    for path in paths {
      let parts = range.parts.map { part in
        path.dateIndices.indices.filter { part.contains(path.dateIndices[$0]) }
      }
      for side in sides {
        for index in parts.joined() {
          guard let offset = offsets(path.dateIndices[index]) else { continue }
          losses[offset] += 1
          if path.losses[side][index] > path.rates[side][index] { exceedances[offset] += 1 }
          sum += path.rates[side][index]
        }
        let rates = parts.map { $0.map { path.rates[side][$0] } }
        let all = rates.joined()
        if let low = all.min(), let high = all.max(), low > 0 { peak = max(peak, high / low) }
        // Rises across excluded dates do not count.
        rise = max(rise, rates.map { Self.rise($0, over: settings.riseDays) }.max() ?? 0)
      }
    }
    // Dates without any scored series do not count.
    let scored = losses.indices.filter { losses[$0] > 0 }
    let total = losses.reduce(0, +)
    guard total > 0 else { return nil }
    self.init(
      losses: total, exceedances: exceedances.reduce(0, +),
      coverageBound: bound.lowerBound(
        exceedances: scored.map { exceedances[$0] }, losses: scored.map { losses[$0] }),
      meanMargin: sum / Double(total), peakToTrough: peak, rise: rise)
  }

  /// The largest relative rise over the given number of dates; zero if there is none.
  private static func rise(_ rates: [Double], over days: Int) -> Double {
    var rise = 0.0
    for index in rates.indices.dropFirst(days) where rates[index - days] > 0 {
      rise = max(rise, rates[index] / rates[index - days] - 1)
    }
    return rise
  }
}
