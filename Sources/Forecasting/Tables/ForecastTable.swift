public import Instruments
internal import MarketData
public import RiskMeasures
public import RiskModels

/// VaR and ES of one instrument, both sides, at some levels, after each count of returns from
/// `first` on.
public struct ForecastTable: Sendable {
  /// The count of returns before the first forecast.
  public let first: Int
  /// The confidence levels, in the order asked for.
  public let levels: [ConfidenceLevel]
  private var values: [Double] = []
  /// P(R ≤ realized return) by row; NaN if the horizon is not over or it was not requested.
  private var transforms: [Double] = []
  /// ln f of the realized return by row; NaN if it is unknown.
  private var logDensities: [Double] = []
  /// σ by row, where asked for.
  private var volatilities: [Double] = []
  /// Lower and upper end by row, level and side, not a number where an end cannot be said.
  private var ends: [Double] = []
  /// Quantiles of mixtures by row, mixture and side, where asked for.
  private var mixtures: [Double] = []
  private let mixing: [MixedLosses]
  private let contents: TableContents
  /// How many refits failed and were survived.
  public private(set) var report = WalkReport()
  /// The number of rows.
  public private(set) var count = 0

  package init(
    first: Int, levels: [ConfidenceLevel], contents: TableContents = .measures,
    mixing: [MixedLosses] = []
  ) {
    self.first = first
    self.mixing = mixing
    self.contents = contents
    self.levels = levels
  }

  private var width: Int { levels.count * 4 }

  private func place(_ row: Int, _ side: Side, _ level: Int) -> Int {
    row * width + level * 4 + (side == .long ? 0 : 2)
  }

  /// The value at risk after `first + row` returns.
  public func valueAtRisk(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[place(row, side, level)]
  }

  /// The expected shortfall after `first + row` returns; infinite where it diverges.
  public func expectedShortfall(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[place(row, side, level) + 1]
  }

  /// P(L ≤ realized loss) under the distribution forecast after `first + row` returns; nil if not
  /// requested, if the horizon is not over, and for a model whose return is not that of a horizon's end.
  public func transform(_ row: Int, _ side: Side) -> Double? {
    guard row < transforms.count, !transforms[row].isNaN else { return nil }
    return side == .long ? 1 - transforms[row] : transforms[row]
  }

  /// ln f of the realized return under the distribution forecast after `first + row` returns; nil if not
  /// requested, if the horizon is not over, and for a distribution without a density there.
  public func logDensity(_ row: Int) -> Double? {
    guard row < logDensities.count, logDensities[row].isFinite else { return nil }
    return logDensities[row]
  }

  /// The standard deviation of the return predicted after `first + row` returns; nil if not requested.
  public func volatility(_ row: Int) -> Double? {
    volatilities.isEmpty || !volatilities[row].isFinite ? nil : volatilities[row]
  }

  /// The 95 % interval of the requested measure; nil if not requested or if an end is unknown.
  public func interval(_ row: Int, _ side: Side, level: Int = 0) -> ClosedRange<Double>? {
    guard !ends.isEmpty else { return nil }
    let place = place(row, side, level)
    let (lower, upper) = (ends[place], ends[place + 1])
    return lower.isFinite && upper.isFinite && lower <= upper ? lower ... upper : nil
  }

  /// The quantile of a mixture with stressed losses after `first + row` returns.
  ///
  /// Nil where none was asked for and where no stressed losses were known. `index` is that of the
  /// mixture among those asked for.
  public func mixture(_ row: Int, _ side: Side, _ index: Int = 0) -> Double? {
    guard index < mixing.count else { return nil }
    let quantile = mixtures[2 * (row * mixing.count + index) + (side == .long ? 0 : 1)]
    return quantile.isFinite ? quantile : nil
  }

  package mutating func append(
    _ prediction: some PredictedReturns, contract: Contract, realized: Double? = nil
  ) {
    if let realized {
      while transforms.count < count {
        transforms.append(.nan)
        logDensities.append(.nan)
      }
      transforms.append(prediction.cumulativeProbability(of: realized))
      logDensities.append(prediction.logDensity(of: realized) ?? .nan)
    }
    for level in levels {
      for side in Side.allCases {
        let losses = SidedLosses(prediction, contract: contract, side: side)
        values.append(losses.valueAtRisk(at: level))
        values.append(losses.expectedShortfall(at: level))
        appendEnds(prediction, contract, side, level)
      }
    }
    if contents.contains(.volatilities) { volatilities.append(prediction.volatility) }
    for mixing in mixing {
      for side in Side.allCases {
        mixtures.append(
          mixing.quantile(of: prediction, after: first + count, contract, side, at: levels[0])
            ?? .nan)
      }
    }
    count += 1
  }

  private mutating func appendEnds(
    _ prediction: some PredictedReturns, _ contract: Contract, _ side: Side,
    _ level: ConfidenceLevel
  ) {
    if contents.contains(.intervals) {
      let interval = prediction.tailInterval(for: side, at: level)
      ends.append(interval.inner.map { contract.loss(ofSimpleReturn: $0, for: side) } ?? .nan)
      ends.append(interval.outer.map { contract.loss(ofSimpleReturn: $0, for: side) } ?? .nan)
    } else if contents.contains(.shortfallIntervals) {
      let interval = prediction.shortfallUncertainty(of: contract, for: side, at: level)
      ends.append(interval.lower ?? .nan)
      ends.append(interval.upper ?? .nan)
    }
  }

  /// Adds a row for a date on which the model had no answer.
  package mutating func appendMissing() {
    for _ in 0 ..< width { values.append(.nan) }
    if contents.contains(.volatilities) { volatilities.append(.nan) }
    for _ in mixing { mixtures += [.nan, .nan] }
    if !contents.isDisjoint(with: [.intervals, .shortfallIntervals]) {
      for _ in 0 ..< width { ends.append(.nan) }
    }
    count += 1
  }

  /// Whether the model had an answer after `first + row` returns.
  public func hasForecast(_ row: Int) -> Bool { !values[row * width].isNaN }

  package mutating func finish(_ report: WalkReport) { self.report = report }
}

/// Writes a walk's forecasts into a table.
struct TableRecorder: ForecastVisitor {
  var table: ForecastTable
  let contract: Contract
  /// The simple returns over the horizon that begin after each count; empty where no transform is wanted.
  let realized: [Double]

  mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool {
    table.append(
      prediction, contract: contract,
      realized: count < realized.count ? realized[count] : nil)
    return true
  }

  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool {
    table.appendMissing()
    return true
  }
}

/// Writes a joint walk's forecasts into one table an instrument.
struct JointTableRecorder: JointForecastVisitor {
  var tables: [ForecastTable]
  let contract: Contract
  let days: Int
  let progress: ProgressHandler?
  /// The simple returns over the horizon of each instrument; empty where no transform is wanted.
  let realized: [[Double]]

  mutating func visit(after count: Int, _ prediction: some JointReturns) -> Bool {
    progress?(count, days)
    for (i, marginal) in prediction.marginals().enumerated() {
      tables[i].append(
        marginal, contract: contract,
        realized: i < realized.count && count < realized[i].count ? realized[i][count] : nil)
    }
    return true
  }

  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool {
    for index in tables.indices { tables[index].appendMissing() }
    return true
  }
}
