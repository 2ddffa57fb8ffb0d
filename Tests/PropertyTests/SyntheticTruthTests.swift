import Foundation
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// The synthetic prices of `data/`, whose value at risk is known.
struct SyntheticTruthTests {
  private let folder = ReferenceFile.package().appending(path: "data/synthetic")

  private func returns(_ name: String) throws -> [Double] {
    let close = try #require(
      try ReferenceFile.columns(folder.appending(path: name + ".csv"))["close"])
    return zip(close.dropFirst(), close).map { $0 / $1 - 1 }
  }

  private func truth(_ name: String, _ side: Side, _ level: ConfidenceLevel) throws -> Double {
    let file = try ReferenceFile.json(folder.appending(path: "synthetic-truth.json"))
    let rows = try file["instruments"].list
    let row = try #require(try rows.first { try $0["instrument"].text == name })
    return try row["next"]["levels"]["\(level.probability)"][side.rawValue]["valueAtRisk"].number
  }

  private func expect(_ model: some ReturnModel, on name: String) throws {
    let returns = try returns(name)
    #expect(returns.count == 5000)
    var estimator = try model.makeEstimator(over: .oneBar)
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    let prediction = try estimator.prediction()
    for level in [ninetyFive, ninetyNine] {
      for side in Side.allCases {
        let value = SidedLosses(prediction, contract: .linear, side: side).valueAtRisk(at: level)
        let error = try #require(prediction.tailStandardError(for: side, at: level))
        #expect(error > 0 && error < 0.1 * value)
        #expect(abs(value - (try truth(name, side, level))) < 4 * error, "\(name) \(side) \(level)")
      }
    }
  }

  @Test func theQuantilesOfNormalReturnsAreFound() throws {
    try expect(NormalModel(window: 5000), on: "synthetic-normal")
    try expect(Historical(window: 5000), on: "synthetic-normal")
    try expect(Historical(window: 5000, quantileConvention: .predictive), on: "synthetic-normal")
    try expect(ExtremeValue(window: 5000), on: "synthetic-normal")
  }

  @Test func theQuantilesOfStudentReturnsAreFound() throws {
    try expect(StudentTModel(window: 5000), on: "synthetic-student-t")
    try expect(Historical(window: 5000), on: "synthetic-student-t")
    try expect(ExtremeValue(window: 5000), on: "synthetic-student-t")
    try expect(
      ExtremeValue(window: 5000, estimator: .probabilityWeightedMoments), on: "synthetic-student-t")
  }

  @Test func aNormalModelMissesTheTailOfStudentReturns() throws {
    // The test above could fail: four standard errors tell a normal from a t of 4.
    var estimator = try NormalModel(window: 5000).makeEstimator(over: .oneBar)
    let returns = try returns("synthetic-student-t")
    estimator.observe(contentsOf: returns.span)
    let prediction = try estimator.prediction()
    let error = try #require(prediction.tailStandardError(for: .long, at: ninetyNine))
    let value = -prediction.tailReturn(for: .long, at: ninetyNine)
    #expect(try truth("synthetic-student-t", .long, ninetyNine) - value > 4 * error)
  }
}
