import Foundation
import Testing

/// The files of `Resources/`, read and told apart by kind.
///
/// They go through `JSONDecoder`: `JSONSerialization` is off by a unit in the last place on Linux.
enum Reference {
  /// Cases of `vectors.json` of one kind.
  static func cases(_ kind: String) throws -> [Case] {
    try file("vectors.json")["cases"].array.map { Case(fields: $0) }
      .filter { try $0.fields["kind"] == .text(kind) }
  }

  /// The rows of a table of `special-functions.json`, which is never empty.
  static func table(_ path: String...) throws -> [[Double]] {
    try rows(of: "special-functions.json", at: path)
  }

  /// The rows of a table of `distributions.json`, which is never empty.
  static func distribution(_ path: String...) throws -> [[Double]] {
    try rows(of: "distributions.json", at: path)
  }

  /// The series of `bootstrap.json` and their block lengths.
  static func blockLengths() throws -> [(values: [Double], length: Double)] {
    try file("bootstrap.json")["blockLengths"].array.map {
      (try $0["values"].array.map { try $0.number }, try $0["length"].number)
    }
  }

  private static func rows(of name: String, at path: [String]) throws -> [[Double]] {
    var node = try file(name)
    for key in path { node = try node[key] }
    let rows = try node.array.map { try $0.array.map { try $0.number } }
    try #require(!rows.isEmpty)
    return rows
  }

  /// The column of `Resources/data/quantile_sample.csv`.
  static func quantileSample() throws -> [Double] {
    let text = String(decoding: try data("data/quantile_sample.csv"), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { Double($0) }
  }

  private static func file(_ name: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: data(name))
  }

  private static func data(_ name: String) throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Resources/" + name))
  }
}

/// One case of `vectors.json`.
struct Case {
  let fields: JSONValue
  var id: String { get throws { try fields["id"].string } }

  func number(_ section: String, _ key: String) throws -> Double {
    try fields[section][key].number
  }

  func numbers(_ section: String, _ key: String) throws -> [Double] {
    try fields[section][key].array.map { try $0.number }
  }

  /// What the case itself allows, relative and absolute; an absent one is zero.
  var tolerance: (relative: Double, absolute: Double) {
    ((try? number("tolerance", "rel")) ?? 0, (try? number("tolerance", "abs")) ?? 0)
  }
}

/// Any JSON, with accessors that fail the test where the shape is another.
enum JSONValue: Decodable, Equatable {
  case number(Double), text(String), list([JSONValue]), object([String: JSONValue]), other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else {
      self = .other
    }
  }

  subscript(key: String) -> JSONValue {
    get throws {
      guard case .object(let fields) = self, let value = fields[key] else {
        throw WrongShape(expected: "object with key \(key)")
      }
      return value
    }
  }

  var number: Double {
    get throws {
      guard case .number(let value) = self else { throw WrongShape(expected: "number") }
      return value
    }
  }

  var string: String {
    get throws {
      guard case .text(let value) = self else { throw WrongShape(expected: "string") }
      return value
    }
  }

  var array: [JSONValue] {
    get throws {
      guard case .list(let values) = self else { throw WrongShape(expected: "array") }
      return values
    }
  }

  struct WrongShape: Error { let expected: String }
}

/// Expects |actual − expected| ≤ max(relative·|expected|, absolute).
func expectClose(
  _ actual: Double, _ expected: Double, relative: Double = 0, absolute: Double = 0,
  _ label: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let allowed = max(relative * abs(expected), absolute)
  #expect(
    abs(actual - expected) <= allowed,
    "\(label): \(actual) is \(abs(actual - expected)) from \(expected), allowed \(allowed)",
    sourceLocation: sourceLocation)
}
