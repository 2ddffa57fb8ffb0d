import Instruments
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// The interval of an extreme quantile where theory knows it.
struct ExtremeValueCoverageTests {
  /// Of 1,000 samples of 2,000 independent t of 4, about 95 % of the intervals hold the true quantile.
  ///
  /// Beyond the ninth tenth a t is nearly, not exactly, generalized Pareto: that bias is part of it.
  @Test(.enabled(if: SlowTests.enabled)) func theIntervalCoversAtItsNominalRate() throws {
    let replications = 1000
    let law = StudentT(degreesOfFreedom: 4)
    let truth = law.quantile(of: 0.99)
    let stream = RandomStream(seed: 99, identifier: "extreme value coverage")
    let model = ExtremeValue(window: 2000)
    var covered = [Side.long: 0, .short: 0]
    for path in 0 ..< UInt32(replications) {
      let returns = (0 ..< 2000).map { law.quantile(of: stream.uniform(path: path, step: $0)) }
      var estimator = try model.makeEstimator(over: .oneBar)
      estimator.observe(contentsOf: returns.span)
      try estimator.recalibrate()
      let prediction = try estimator.prediction()
      for side in Side.allCases {
        let interval = prediction.tailInterval(for: side, at: ninetyNine)
        let ends = (abs(try #require(interval.inner)), abs(try #require(interval.outer)))
        if ends.0 <= truth && truth <= ends.1 { covered[side, default: 0] += 1 }
      }
    }
    // Four binomial standard errors of a nominal 95 %: 2.8 points.
    let error = (0.95 * 0.05 / Double(replications)).squareRoot()
    for side in Side.allCases {
      let rate = Double(covered[side] ?? 0) / Double(replications)
      #expect(abs(rate - 0.95) < 4 * error, "\(side): \(rate)")
    }
  }
}
