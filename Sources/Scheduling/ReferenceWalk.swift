package import Forecasting
package import Instruments
package import Margin
internal import MarketData
package import RiskMeasures
package import RiskModels
package import Statistics

/// What the steps of a policy ask to be walked beside the current forecasts.
package struct ReferenceNeeds: Sendable, Hashable {
  /// Where the stressed returns are found, or nil where no step wants any.
  package var stress: StressPeriod?
  /// Years that the long-run sample looks back on, or nil where no step wants it.
  package var longRunYears: Double?
  /// The level and the years of the losses of single bars, or nil where no step wants them.
  package var jump: JumpNeed?

  package init(
    stress: StressPeriod? = nil, longRunYears: Double? = nil, jump: JumpNeed? = nil
  ) {
    self.stress = stress
    self.longRunYears = longRunYears
    self.jump = jump
  }
}

/// Which losses of single bars a jump floor rests on.
package struct JumpNeed: Sendable, Hashable {
  package let level: ConfidenceLevel
  package let years: Double
}

/// The measure of the stressed and of the long-run sample, one row a count of returns from `first`.
package struct ReferenceTable: Sendable {
  package let first: Int
  private(set) var stressed: [[Reference?]] = [[], []]
  private(set) var longRun: [[Reference?]] = [[], []]
  private(set) var jump: [[Reference?]] = [[], []]

  package func stressed(_ row: Int, _ side: Side) -> Reference? {
    let rows = stressed[side == .long ? 0 : 1]
    return rows.isEmpty ? nil : rows[row]
  }

  package func longRun(_ row: Int, _ side: Side) -> Reference? {
    let rows = longRun[side == .long ? 0 : 1]
    return rows.isEmpty ? nil : rows[row]
  }

  package func jump(_ row: Int, _ side: Side) -> Reference? {
    let rows = jump[side == .long ? 0 : 1]
    return rows.isEmpty ? nil : rows[row]
  }
}

/// Unfiltered samples of overlapping compounded returns over the horizon, or of the worst within it, equally
/// weighted.
///
/// - stressed: of all windows of a given length that end by the date, the one whose measure is
///   highest, for each side apart, found from the past alone; or the returns between two dates, as
///   far as they are past.
/// - long run: the returns of the last years by the calendar, or as many as there are.
///
/// A sample with too few returns for the level is no reference: nil.
package struct ReferenceWalk {
  package let needs: ReferenceNeeds
  package let horizon: Horizon
  package let measure: RiskMeasure
  package let quantileConvention: QuantileConvention
  package let contract: Contract
  /// The road of the model that the references stand beside: to the end of the horizon, or the worst within.
  package let horizonRule: HorizonRule

  package init(
    needs: ReferenceNeeds, horizon: Horizon, measure: RiskMeasure,
    quantileConvention: QuantileConvention, contract: Contract, horizonRule: HorizonRule
  ) {
    self.needs = needs
    self.horizon = horizon
    self.measure = measure
    self.quantileConvention = quantileConvention
    self.contract = contract
    self.horizonRule = horizonRule
  }

  /// The fewest returns with which every reference exists.
  package var minimumObservations: Int {
    let sample = quantileConvention.minimumCount(at: measure.level) + horizon.bars - 1
    let stressed =
      switch needs.stress {
      case .worst(let length): max(sample, length + horizon.bars - 1)
      case .named: sample
      case .hypothetical, nil: 0
      }
    let jump = needs.jump.map { quantileConvention.minimumCount(at: $0.level) } ?? 0
    return max(stressed, needs.longRunYears == nil ? 0 : sample, jump)
  }

  /// Why no history could ever give the references, or nil.
  package var refusal: String? {
    let least = quantileConvention.minimumCount(at: measure.level)
    guard case .worst(let length) = needs.stress, length < least else { return nil }
    return "a stressed window of \(length) returns holds no \(measure.level.probability) quantile, "
      + "which needs \(least); give the stress weight a longer window or choose a lower level"
  }

  package func table(on history: InstrumentHistory, first: Int) -> ReferenceTable {
    var table = ReferenceTable(first: first)
    guard needs != ReferenceNeeds() else { return table }
    // The move over the horizon that ends with return i, for i from h − 1.
    let moves = HorizonMoves(history, over: horizon, by: horizonRule)
    func rows(_ rows: ([Double], Side) -> [Reference?]) -> [[Reference?]] {
      Side.allCases.map { rows(moves[$0], $0) }
    }
    switch needs.stress {
    case .worst(let length):
      table.setStressed(rows { stressed($0, $1, length: length, first: first) })
    case .named(let from, let to):
      table.setStressed(
        rows { stressed($0, $1, history: history, from: from, to: to, first: first) })
    case .hypothetical(let long, let short):
      let count = history.count - first + 1
      table.setStressed(
        [long, short].map { Array(repeating: Reference(value: $0), count: max(0, count)) })
    case nil: break
    }
    if let years = needs.longRunYears {
      table.setLongRun(rows { longRun($0, $1, history: history, years: years, first: first) })
    }
    if let jump = needs.jump { table.setJump(jumps(history, jump, first: first)) }
    return table
  }

  /// The quantile of the losses of single bars: a long run of another level, over one bar.
  private func jumps(
    _ history: InstrumentHistory, _ jump: JumpNeed, first: Int
  ) -> [[Reference?]] {
    let walk = ReferenceWalk(
      needs: ReferenceNeeds(longRunYears: jump.years), horizon: .oneBar,
      measure: .valueAtRisk(jump.level), quantileConvention: quantileConvention,
      contract: contract, horizonRule: horizonRule)
    return walk.table(on: history, first: first).longRun
  }

  /// The measure of a sample, or nil where it is too small for the level.
  private func measured(_ ascending: [Double], _ side: Side) -> Double? {
    guard ascending.count >= quantileConvention.minimumCount(at: measure.level) else { return nil }
    return measure.value(
      of: SidedLosses(
        EmpiricalReturns(
          sorted: ascending, convention: .simple, quantileConvention: quantileConvention),
        contract: contract, side: side))
  }

  private func stressed(
    _ returns: [Double], _ side: Side, length: Int, first: Int
  ) -> [Reference?] {
    var window = SortedWindow(capacity: length)
    var worst: Reference?
    var rows: [Reference?] = []
    for (i, value) in returns.enumerated() {
      window.append(value)
      let count = i + horizon.bars
      if window.count == length, let value = measured(window.ascending, side),
        worst.map({ value > $0.value }) ?? true
      {
        // The first of the compounded returns began h − 1 bars before its end.
        let start = count - length - horizon.bars + 1
        worst = Reference(value: value, window: start ... count - 1)
      }
      if count >= first { rows.append(worst) }
    }
    return rows
  }

  /// The returns that end between two dates, both days included, once there are enough of them.
  private func stressed(
    _ returns: [Double], _ side: Side, history: InstrumentHistory, from: String, to: String,
    first: Int
  ) -> [Reference?] {
    let lower = CalendarDate(from)
    let upper = CalendarDate(to)
    var sample = SortedSample()
    var rows: [Reference?] = []
    for (i, value) in returns.enumerated() {
      let count = i + horizon.bars
      if let lower, let upper, let date = history.date(after: count)?.date, date >= lower,
        date <= upper
      {
        sample.insert(value + 0)
      }
      guard count >= first else { continue }
      rows.append(measured(sample.ascending, side).map { Reference(value: $0) })
    }
    return rows
  }

  private func longRun(
    _ returns: [Double], _ side: Side, history: InstrumentHistory, years: Double, first: Int
  ) -> [Reference?] {
    var sample = SortedSample()
    var moments = (sum: 0.0, squares: 0.0)
    var oldest = 0
    var rows: [Reference?] = []
    for (i, value) in returns.enumerated() {
      sample.insert(value + 0)
      moments = (moments.sum + value, moments.squares + value * value)
      let count = i + horizon.bars
      while oldest < i, isOlder(history, oldest + horizon.bars, than: years, at: count) {
        let old = returns[oldest]
        sample.remove(old + 0)
        moments = (moments.sum - old, moments.squares - old * old)
        oldest += 1
      }
      guard count >= first else { continue }
      let covered = coveredYears(history, from: oldest, at: count).map { min($0, years) }
      let n = Double(i + 1 - oldest)
      let variance = n > 1 ? (moments.squares - moments.sum * moments.sum / n) / (n - 1) : 0
      rows.append(
        measured(sample.ascending, side).map {
          Reference(
            value: $0, coveredYears: covered, volatility: max(0, variance).squareRoot())
        })
    }
    return rows
  }

  private static let millisecondsPerYear = 365.2425 * 86_400_000

  private func isOlder(
    _ history: InstrumentHistory, _ end: Int, than years: Double, at count: Int
  ) -> Bool {
    guard let date = history.date(after: count), let old = history.date(after: end) else {
      return false
    }
    return Double(date.milliseconds - old.milliseconds) > years * Self.millisecondsPerYear
  }

  /// The years from the start of the oldest return in the sample, nil for an undated series.
  private func coveredYears(
    _ history: InstrumentHistory, from oldest: Int, at count: Int
  ) -> Double? {
    guard let date = history.date(after: count), let start = history.date(after: oldest) else {
      return nil
    }
    return Double(date.milliseconds - start.milliseconds) / Self.millisecondsPerYear
  }
}

extension ReferenceTable {
  fileprivate mutating func setStressed(_ rows: [[Reference?]]) { stressed = rows }
  fileprivate mutating func setLongRun(_ rows: [[Reference?]]) { longRun = rows }
  fileprivate mutating func setJump(_ rows: [[Reference?]]) { jump = rows }
}
