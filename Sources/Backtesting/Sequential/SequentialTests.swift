internal import Glibc
internal import RiskMeasures
internal import Statistics

/// The sequential tests, valid at every date: e-backtests, and a CUSUM.
public enum SequentialTests {
  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = [.eBacktest, .eBacktestShortfall, .cusum]

  /// Returns the tests of one series; for horizons of h > 1 bars only every h-th forecast is used.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let thinned = series.nonOverlapping
    return [
      eBacktest(.eBacktest, thinned, inference, .noForecasts) { EBacktest.valueAtRisk($0) },
      eBacktest(
        .eBacktestShortfall, thinned, inference,
        series.expectedShortfalls == nil ? .noExpectedShortfall : .expectedShortfallUnusable
      ) { EBacktest.expectedShortfall($0) },
      cusum(thinned, inference),
    ]
  }

  private static func eBacktest(
    _ name: TestName, _ series: ForecastSeries, _ inference: Inference, _ missing: PValueReason,
    _ process: (ForecastSeries) -> EProcess?
  ) -> TestResult {
    let process = series.count > 0 ? process(series) : nil
    let detail = process.map { process in
      SequentialDetail(process, series, significance: inference.significance)
    }
    return TestResult(
      name, statistic: process.map { min(exp($0.maximumLogWealth), .greatestFiniteMagnitude) },
      degreesOfFreedom: nil, alternative: .greater, significance: inference.significance,
      horizon: series.horizon, overlap: .nonOverlappingBlocks,
      detail: detail.map(TestDetail.sequential)
    ) {
      guard let process else { return .none(series.count == 0 ? .noForecasts : missing) }
      return .pValue(process.pValue, .anytime, attainedSize: nil)
    }
  }

  private static func cusum(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let sum = BernoulliCUSUM(tail: series.level.tailProbability)
    let indices = series.hits.positions
    let values = sum.values(after: indices)
    let highest = values.max() ?? 0
    // Run lengths require their own simulations, so only a test with draws reports them.
    let design = inference.pValues.draws == nil ? nil : sum.tenYears(seed: inference.seed)
    return TestResult(
      .cusum, statistic: series.count > 0 ? highest : nil, degreesOfFreedom: nil,
      alternative: .greater, significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks,
      detail: .sequential(SequentialDetail(sum, values, indices, design, series))
    ) {
      guard series.count > 0 else { return .none(.noForecasts) }
      guard let draws = inference.pValues.draws else { return .none(.noLimit) }
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) cusum"
      ).pValueResult(of: highest) { stream, draw in
        var index = -1
        let drawn = ExceedanceSpells(
          drawing: series.level.tailProbability, count: series.count, from: stream, draw: draw
        ).gaps.map { gap in
          index += gap
          return index
        }
        return sum.values(after: drawn).max() ?? 0
      }
    }
  }
}

/// The path, alarms and detection times of a sequential test.
public struct SequentialDetail: Hashable, Sendable {
  /// The path after one exceedance.
  public struct Point: Hashable, Sendable {
    /// The index of the exceedance in the forecast series.
    public let index: Int
    /// ln M of an e-process, S of a cumulative sum.
    public let value: Double
  }

  /// The path after each exceedance; between exceedances it only falls.
  public let path: [Point]
  /// The path after the last forecast; nil for a cumulative sum.
  public let final: Double?
  /// M after the last forecast, limited to the largest finite number; nil for a cumulative sum.
  public var finalWealth: Double? { final.map { min(exp($0), .greatestFiniteMagnitude) } }
  /// The exceedances at which an alarm is raised; the path restarts after each.
  public let alarms: [Int]
  /// The path value that raises the first alarm; nil if run lengths were not simulated.
  public let threshold: Double?
  /// The mean bars to an alarm under correct forecasts.
  ///
  /// Nil for an e-process, which may never raise one.
  public let runLength: Double?
  /// The expected bars to an alarm at multiples of the stated rate: simulated for a cumulative sum,
  /// the least for any betting strategy for an e-process.
  public let detection: [BernoulliCUSUM.Detection]

  init(_ process: EProcess, _ series: ForecastSeries, significance: Double) {
    let bars = series.horizon.bars
    path = process.jumps.map { Point(index: $0.index * bars, value: $0.logWealth) }
    final = process.finalLogWealth
    alarms = process.alarms(at: significance).map { $0 * bars }
    threshold = log(2 / significance)
    runLength = nil
    let p = series.level.tailProbability
    detection = BernoulliCUSUM.detectionMultiples.compactMap { multiple in
      EProcess.leastExpectedDetection(of: multiple, tail: p, significance: significance).map {
        BernoulliCUSUM.Detection(multiple: multiple, bars: $0 * Double(bars))
      }
    }
  }

  init(
    _ sum: BernoulliCUSUM, _ values: [Double], _ indices: [Int], _ design: BernoulliCUSUM.Design?,
    _ series: ForecastSeries
  ) {
    let bars = series.horizon.bars
    path = zip(indices, values).map { Point(index: $0 * bars, value: $1) }
    final = nil
    alarms = design.map { sum.alarms(indices, threshold: $0.threshold).map { $0 * bars } } ?? []
    threshold = design?.threshold
    runLength = design.map { $0.runLength * Double(bars) }
    detection =
      design?.detection.map {
        BernoulliCUSUM.Detection(multiple: $0.multiple, bars: $0.bars * Double(bars))
      } ?? []
  }
}
