public import Instruments
internal import MarketData
public import RiskMeasures
public import RiskModels

/// Value at risk and expected shortfall of one instrument, by row, confidence level and side.
///
/// Row *i* holds the forecast after ``first`` + *i* returns.
public struct ForecastTable: Sendable {
  /// The number of returns before the first forecast.
  public let first: Int
  /// The confidence levels, in the requested order.
  public let levels: [ConfidenceLevel]
  private var values: [Double] = []
  /// P(R ≤ realized return) by row; NaN if the horizon is incomplete or it was not requested.
  private var transforms: [Double] = []
  /// ln f of the realized return by row; NaN if it is unknown.
  private var logDensities: [Double] = []
  /// σ by row, if requested.
  private var volatilities: [Double] = []
  /// Lower and upper end by row, level and side; NaN if an end is unknown.
  private var ends: [Double] = []
  /// Quantiles of mixtures by row, mixture and side, if requested.
  private var mixtures: [Double] = []
  private let mixing: [MixedLosses]
  private let contents: TableContents
  /// The number of failed refits after which earlier parameters were kept.
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

  private func index(_ row: Int, _ side: Side, _ level: Int) -> Int {
    row * width + level * 4 + (side == .long ? 0 : 2)
  }

  /// The value at risk after `first + row` returns.
  public func valueAtRisk(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[index(row, side, level)]
  }

  /// The expected shortfall after `first + row` returns; infinite where it diverges.
  public func expectedShortfall(_ row: Int, _ side: Side, level: Int = 0) -> Double {
    values[index(row, side, level) + 1]
  }

  /// P(L ≤ realized loss) under the distribution forecast after `first + row` returns.
  ///
  /// Nil if it was not requested, if the horizon is incomplete, and for a model whose horizon rule
  /// does not use the return at the end of the horizon.
  public func transform(_ row: Int, _ side: Side) -> Double? {
    guard row < transforms.count, !transforms[row].isNaN else { return nil }
    return side == .long ? 1 - transforms[row] : transforms[row]
  }

  /// ln f of the realized return under the distribution forecast after `first + row` returns.
  ///
  /// Nil if it was not requested, if the horizon is incomplete, and for a distribution without a
  /// density there.
  public func logDensity(_ row: Int) -> Double? {
    guard row < logDensities.count, logDensities[row].isFinite else { return nil }
    return logDensities[row]
  }

  /// The predicted standard deviation after `first + row` returns; nil if not requested.
  public func volatility(_ row: Int) -> Double? {
    volatilities.isEmpty || !volatilities[row].isFinite ? nil : volatilities[row]
  }

  /// The 95 % interval of the requested measure; nil if not requested or if an end is unknown.
  public func interval(_ row: Int, _ side: Side, level: Int = 0) -> ClosedRange<Double>? {
    guard !ends.isEmpty else { return nil }
    let start = index(row, side, level)
    let (lower, upper) = (ends[start], ends[start + 1])
    return lower.isFinite && upper.isFinite && lower <= upper ? lower ... upper : nil
  }

  /// The quantile of a mixture with stressed losses after `first + row` returns.
  ///
  /// Nil if it was not requested or if there are no stressed losses yet. `index` is the mixture's
  /// index among those requested.
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

  /// Appends a row for a date without a forecast.
  package mutating func appendMissing() {
    for _ in 0 ..< width { values.append(.nan) }
    if contents.contains(.volatilities) { volatilities.append(.nan) }
    for _ in mixing { mixtures += [.nan, .nan] }
    if !contents.isDisjoint(with: [.intervals, .shortfallIntervals]) {
      for _ in 0 ..< width { ends.append(.nan) }
    }
    count += 1
  }

  /// Whether there is a forecast after `first + row` returns.
  public func hasForecast(_ row: Int) -> Bool { !values[row * width].isNaN }

  package mutating func finish(_ report: WalkReport) { self.report = report }
}

/// Records the forecasts of a walk in a table.
struct TableRecorder: ForecastVisitor {
  var table: ForecastTable
  let contract: Contract
  /// The simple returns over the horizon after each count; empty if no transforms are requested.
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

/// Records the forecasts of a joint walk in one table per instrument.
struct JointTableRecorder: JointForecastVisitor {
  var tables: [ForecastTable]
  let contract: Contract
  let days: Int
  let progress: ProgressHandler?
  /// The simple returns over the horizon by instrument; empty if no transforms are requested.
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
