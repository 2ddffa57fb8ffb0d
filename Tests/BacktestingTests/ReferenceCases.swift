import Foundation
import RiskMeasures
import TestSupport
import Testing

extension ReferenceValue {
  /// The value at a path of keys.
  func value(_ keys: String...) throws -> ReferenceValue {
    try keys.reduce(self) { try $0[$1] }
  }

  /// The text that this is.
  var string: String { get throws { try text } }

  /// The confidence level of a tail probability.
  var level: ConfidenceLevel { get throws { try tailLevel(try number) } }
}

/// The level 1 − p, to whole millionths.
func tailLevel(_ p: Double) throws -> ConfidenceLevel {
  try #require(ConfidenceLevel(((1 - p) * 1e6).rounded() / 1e6))
}

/// One case of `Resources/backtests.json`.
struct ReferenceCase {
  let inputs: ReferenceValue
  let expected: ReferenceValue
  let tolerance: ReferenceValue

  init(_ id: String) throws {
    let file = try #require(
      Bundle.module.url(forResource: "Resources/backtests", withExtension: "json"))
    let root = try ReferenceFile.json(file)
    let found = try root.value("cases").list.first { try $0.value("id").string == id }
    let reference = try #require(found, "no case \(id)")
    self.inputs = try reference.value("inputs")
    self.expected = try reference.value("expected")
    self.tolerance = try reference.value("tolerance")
  }
}

/// The columns of a synthetic backtest, as losses.
struct SyntheticBacktest {
  let losses: [Double]
  let valuesAtRisk: [Double]
  let shortfalls: [Double]

  init(seed: Int) throws {
    let file = try #require(
      Bundle.module.url(forResource: "Resources/data/backtest_\(seed)", withExtension: "csv"))
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let rows = try lines.dropFirst().map { line in
      try line.split(separator: ",").map { try #require(Double($0)) }
    }
    self.losses = rows.map { -$0[0] }
    self.valuesAtRisk = rows.map { $0[1] }
    self.shortfalls = rows.map { $0[2] }
  }
}

/// Whether two numbers agree relatively, or absolutely near zero.
func agrees(_ actual: Double?, _ expected: Double, relative: Double, absolute: Double = 1e-12)
  -> Bool
{
  guard let actual else { return false }
  return abs(actual - expected) <= max(absolute, relative * abs(expected))
}
