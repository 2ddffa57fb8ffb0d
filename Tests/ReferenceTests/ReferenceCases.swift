import Foundation
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import TestSupport
import Testing

/// The files of `Resources/`.
enum Cases {
  static func json(_ name: String) throws -> ReferenceValue {
    try ReferenceFile.json(Bundle.module.bundleURL.appending(path: "Resources/" + name))
  }

  /// One case of `vectors.json`.
  static func vector(_ id: String) throws -> ReferenceValue {
    let found = try json("vectors.json")["cases"].list.first { try $0["id"].text == id }
    return try #require(found, "no case \(id)")
  }

  static func columns(_ name: String) throws -> [String: [Double]] {
    try ReferenceFile.columns(Bundle.module.bundleURL.appending(path: "Resources/data/" + name))
  }
}

/// The value at risk and the expected shortfall of a long position at every step of a walk.
struct PathRecorder: ForecastVisitor {
  let level: ConfidenceLevel
  var valuesAtRisk: [Double] = []
  var shortfalls: [Double] = []

  mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool {
    let losses = SidedLosses(prediction, contract: .linear, side: .long)
    valuesAtRisk.append(losses.valueAtRisk(at: level))
    shortfalls.append(losses.expectedShortfall(at: level))
    return true
  }

  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool {
    valuesAtRisk.append(.nan)
    shortfalls.append(.nan)
    return true
  }
}

extension ReturnModel {
  /// The losses of a long position that the model predicts after all of `returns`.
  func losses(
    after returns: [Double], over bars: Int = 1
  ) throws -> SidedLosses<Estimator.Prediction> {
    var estimator = try makeEstimator(over: Horizon(bars: bars))
    estimator.observe(contentsOf: returns.span)
    try estimator.recalibrate()
    return SidedLosses(try estimator.prediction(), contract: .linear, side: .long)
  }
}

func level(_ probability: Double) throws -> ConfidenceLevel {
  try #require(ConfidenceLevel((probability * 1e6).rounded() / 1e6))
}
