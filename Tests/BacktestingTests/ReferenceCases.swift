import Foundation
import RiskMeasures
import Testing

/// Any JSON value, read by key and index; a missing one fails the test that asked.
enum JSONValue: Decodable {
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else {
      self = .string(String(try container.decode(Bool.self)))
    }
  }

  func value(_ keys: String...) throws -> JSONValue {
    var found = self
    for key in keys {
      guard case .object(let fields) = found, let next = fields[key] else {
        throw MissingValue(path: keys.joined(separator: "."))
      }
      found = next
    }
    return found
  }

  var number: Double {
    get throws {
      guard case .number(let value) = self else { throw MissingValue(path: "a number") }
      return value
    }
  }

  var integer: Int { get throws { Int(try number) } }

  var string: String {
    get throws {
      guard case .string(let value) = self else { throw MissingValue(path: "a string") }
      return value
    }
  }

  var list: [JSONValue] {
    get throws {
      guard case .list(let values) = self else { throw MissingValue(path: "a list") }
      return values
    }
  }

  /// The confidence level of a tail probability.
  var level: ConfidenceLevel {
    get throws { try tailLevel(try number) }
  }
}

struct MissingValue: Error {
  let path: String
}

/// The level 1 − p, to whole millionths.
func tailLevel(_ p: Double) throws -> ConfidenceLevel {
  try #require(ConfidenceLevel(((1 - p) * 1e6).rounded() / 1e6))
}

/// One case of `Resources/backtests.json`.
struct ReferenceCase {
  let inputs: JSONValue
  let expected: JSONValue
  let tolerance: JSONValue

  init(_ id: String) throws {
    let file = try #require(
      Bundle.module.url(forResource: "Resources/backtests", withExtension: "json"))
    let root = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))
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
