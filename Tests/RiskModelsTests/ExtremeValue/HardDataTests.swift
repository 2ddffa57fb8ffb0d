import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// Series that break a careless fit: each gives a number that can be defended, or a named refusal.
struct HardDataTests {
  private static let models: [ExtremeValue] =
    [TailSample.returns, .residuals(EWMA(decay: 0.94))].flatMap { sample in
      TailEstimator.allCases.map { ExtremeValue(window: 1000, estimator: $0, sample: sample) }
    } + [ExtremeValue(window: 1000, threshold: .value(0.01))]

  private static func normals(_ count: Int) -> [Double] {
    let stream = RandomStream(seed: 31, identifier: "hard data")
    return (0 ..< count).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
  }

  private struct Series: Sendable {
    let name: String
    let values: [Double]

    init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }

    init(_ name: String, count: Int, _ value: (Double) -> Double) {
      self.init(name, (0 ..< count).map { value(Double($0)) })
    }
  }

  private static func sign(_ i: Double) -> Double {
    i.truncatingRemainder(dividingBy: 2) == 0 ? 1 : -1
  }

  private static let series: [Series] = [
    Series("constant", count: 500) { _ in 0.001 },
    Series("zero", count: 500) { _ in 0 },
    Series("thirty", normals(30)),
    Series("one", [0.01]),
    Series("none", []),
    Series("alternating", count: 500) { 0.01 * sign($0) },
    Series("drifting", count: 500) { 0.01 * sign($0) * (1 + 1e-15 * $0) },
    Series("three values", count: 500) { $0 < 100 ? 0.02 * sign($0) : 0.01 * sign($0) },
    Series("outlier", normals(400) + [61] + normals(200)),
    Series("collapse", normals(400) + [-0.9999] + normals(200)),
    Series("tiny", normals(600).map { 1e-300 * $0 }),
    Series("tiniest", normals(600).map { 1e-306 * $0 }),
    Series("huge", normals(600).map { 1e30 * $0 }),
    Series("largest", normals(600).map { 4e300 * $0 }),
    Series("mostly zero", count: 600) {
      $0.truncatingRemainder(dividingBy: 20) == 0 ? $0 / 1e4 - 0.03 : 0
    },
    Series("rounded", normals(600).map { ($0 * 500).rounded() / 500 }),
    Series("decades", count: 600) { sign($0) / (1 + $0 * $0 * $0) },
  ]

  @Test(arguments: models.indices, series.indices)
  func everySeriesHasANumberOrARefusal(model index: Int, series place: Int) throws {
    let name = Self.series[place].name
    let values = Self.series[place].values
    do throws(RiskModelError) {
      var estimator = try Self.models[index].makeEstimator(over: .oneBar)
      estimator.observe(contentsOf: values.span)
      try estimator.recalibrate()
      let prediction = try estimator.prediction()
      for side in Side.allCases {
        let losses = SidedLosses(prediction, contract: .linear, side: side)
        var before = -Double.infinity
        for level in [0.6, 0.95, 0.99, 0.999].map({ ConfidenceLevel.known($0) }) {
          let value = losses.valueAtRisk(at: level)
          let shortfall = losses.expectedShortfall(at: level)
          #expect(value.isFinite && value >= before, "\(name)")
          #expect(shortfall >= value && !shortfall.isNaN, "\(name)")
          let interval = prediction.tailInterval(for: side, at: level)
          #expect((interval.inner == nil || interval.outer == nil) == (interval.reason != nil))
          before = value
        }
      }
    } catch {
      let refusals: [String] = [
        "constant", "zero", "thirty", "one", "none", "alternating", "drifting", "three values",
        "mostly zero", "tiny", "tiniest", "largest", "decades",
      ]
      #expect(refusals.contains(name), "\(name): \(error)")
    }
  }

  @Test func seriesWithoutATailAreRefusedByName() {
    func error(_ values: [Double]) -> RiskModelError? {
      do throws(RiskModelError) {
        var estimator = try ExtremeValue(window: 1000).makeEstimator(over: .oneBar)
        estimator.observe(contentsOf: values.span)
        try estimator.recalibrate()
        return nil
      } catch {
        return error
      }
    }
    #expect(error(Self.series[0].values) == .noVariation(observations: 500))
    #expect(error(Self.series[1].values) == .noVariation(observations: 500))
    #expect(error(Self.series[2].values) == .insufficientHistory(available: 30, required: 100))
    #expect(error(Self.series[5].values) == .tooFewExceedances(available: 0, required: 10))
  }

  @Test func anOutlierMovesItsOwnSideAlone() throws {
    let calm = Self.normals(400) + [0.001] + Self.normals(200)
    let wild = Self.normals(400) + [61] + Self.normals(200)
    let level = ConfidenceLevel.known(0.99)
    func prediction(_ values: [Double]) throws -> ExtremeValueReturns {
      var estimator = try ExtremeValue(window: 1000).makeEstimator(over: .oneBar)
      estimator.observe(contentsOf: values.span)
      try estimator.recalibrate()
      return try estimator.prediction()
    }
    let (a, b) = (try prediction(calm), try prediction(wild))
    #expect(a.long == b.long)
    // The quantile of the other side moves, but stays a return of days, not of the one outlier.
    let ratio = b.tailReturn(for: .short, at: level) / a.tailReturn(for: .short, at: level)
    #expect(ratio > 1 && ratio < 5)
    #expect(b.short.fit.shape > a.short.fit.shape)
  }
}
