internal import RiskMeasures
internal import Statistics
internal import Synchronization

/// The zero-mean Student-t tail implied by a value at risk and an expected shortfall.
///
///     ES/VaR = (ν + q²) f(q) / ( (ν − 1) p q ),   q the c-quantile of Student t with ν
///
/// The ratio decreases in ν, from infinity at 1 to the normal ratio; a ratio at or below the latter
/// is treated as normal. Losses beyond the value at risk are then VaR·Q(1 − p w)/Q(1 − p), w
/// uniform. This is the exact tail of a model with zero-mean normal or Student-t losses, and a
/// smooth approximation for others that needs only the two forecasts. ν is read from a table of 512
/// steps in 1/ν.
struct ImpliedTail: Sendable {
  let level: ConfidenceLevel
  /// The largest tabulated 1/ν.
  static let heaviest = 0.95
  private let inverses: [Double]
  private let ratios: [Double]
  private let normalRatio: Double

  /// Returns the tail at a level, whose table is computed once.
  static func shared(_ level: ConfidenceLevel) -> ImpliedTail {
    tables.withLock { tables in
      if let table = tables[level.millionths] { return table }
      let table = ImpliedTail(level: level)
      tables[level.millionths] = table
      return table
    }
  }

  private static let tables = Mutex<[Int: ImpliedTail]>([:])

  private init(level: ConfidenceLevel) {
    self.level = level
    let p = level.tailProbability
    normalRatio = Normal.tailMean(beyond: p) / -Normal.quantile(of: p)
    let steps = 512
    inverses = (1 ... steps).map { Self.heaviest * Double($0) / Double(steps) }
    ratios = inverses.map { inverse in
      let distribution = StudentT(degreesOfFreedom: 1 / inverse)
      return distribution.tailMean(beyond: p) / -distribution.quantile(of: p)
    }
  }

  /// Returns 1/ν; zero for the normal, nil if the pair is not usable.
  func inverseDegreesOfFreedom(valueAtRisk: Double, expectedShortfall: Double) -> Double? {
    guard valueAtRisk > 0, expectedShortfall.isFinite, expectedShortfall >= valueAtRisk,
      let heaviest = ratios.last
    else { return nil }
    let ratio = expectedShortfall / valueAtRisk
    if ratio <= normalRatio { return 0 }
    guard ratio <= heaviest else { return nil }
    var (low, high) = (0, ratios.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ratios[middle] < ratio { low = middle + 1 } else { high = middle }
    }
    let (before, step) = low == 0 ? (normalRatio, 0.0) : (ratios[low - 1], inverses[low - 1])
    return step + (inverses[low] - step) * (ratio - before) / (ratios[low] - before)
  }

  /// Returns a loss beyond the value at risk, in units of it, for a uniform w.
  func excess(inverseDegreesOfFreedom inverse: Double, at w: Double) -> Double {
    let p = level.tailProbability
    guard inverse > 0 else { return Normal.quantile(of: p * w) / Normal.quantile(of: p) }
    let distribution = StudentT(degreesOfFreedom: 1 / inverse)
    return distribution.quantile(of: p * w) / distribution.quantile(of: p)
  }
}

/// Forecast pairs with their implied tails, for simulating losses.
struct ImpliedLosses: Sendable {
  let series: ForecastSeries
  private let tail: ImpliedTail
  /// 1/ν of each forecast date; zero for the normal.
  let inverses: [Double]

  /// Nil if any pair is not usable.
  init?(_ series: ForecastSeries) {
    guard let shortfalls = series.expectedShortfalls else { return nil }
    let tail = ImpliedTail.shared(series.level)
    var inverses: [Double] = []
    inverses.reserveCapacity(series.count)
    for (risk, shortfall) in zip(series.valuesAtRisk, shortfalls) {
      guard
        let inverse = tail.inverseDegreesOfFreedom(
          valueAtRisk: risk, expectedShortfall: shortfall)
      else { return nil }
      inverses.append(inverse)
    }
    self.series = series
    self.tail = tail
    self.inverses = inverses
  }

  /// Simulates the exceedances of one draw, indices and losses, with geometric gaps.
  func draw(_ stream: RandomStream, _ number: UInt32) -> [(index: Int, loss: Double)] {
    let gaps = ExceedanceSpells(
      drawing: series.level.tailProbability, count: series.count, from: stream, draw: number
    ).gaps
    var hit = -1
    return gaps.enumerated().map { index, gap in
      hit += gap
      // The upper half of the step range; the lower half is used by the gaps.
      let w = stream.uniform(path: number, step: UInt32(index) | 0x8000_0000)
      let excess = tail.excess(inverseDegreesOfFreedom: inverses[hit], at: w)
      return (hit, series.valuesAtRisk[hit] * excess)
    }
  }
}
