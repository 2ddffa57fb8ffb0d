import Foundation
import TestSupport
import Testing

/// The files of `Resources/`, read and told apart by kind.
enum Reference {
  /// Cases of `vectors.json` of one kind.
  static func cases(_ kind: String) throws -> [Case] {
    try file("vectors.json")["cases"].list.map { Case(fields: $0) }
      .filter { try $0.fields["kind"].text == kind }
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
    try file("bootstrap.json")["blockLengths"].list.map {
      (try $0["values"].list.map { try $0.number }, try $0["length"].number)
    }
  }

  private static func rows(of name: String, at path: [String]) throws -> [[Double]] {
    var node = try file(name)
    for key in path { node = try node[key] }
    let rows = try node.list.map { try $0.list.map { try $0.number } }
    try #require(!rows.isEmpty)
    return rows
  }

  /// The column of `Resources/data/quantile_sample.csv`.
  static func quantileSample() throws -> [Double] {
    let text = String(
      decoding: try Data(contentsOf: url("data/quantile_sample.csv")), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { Double($0) }
  }

  private static func file(_ name: String) throws -> ReferenceValue {
    try ReferenceFile.json(url(name))
  }

  private static func url(_ name: String) -> URL {
    Bundle.module.bundleURL.appending(path: "Resources/" + name)
  }
}

/// One case of `vectors.json`.
struct Case {
  let fields: ReferenceValue
  var id: String { get throws { try fields["id"].text } }

  func number(_ section: String, _ key: String) throws -> Double {
    try fields[section][key].number
  }

  func numbers(_ section: String, _ key: String) throws -> [Double] {
    try fields[section][key].list.map { try $0.number }
  }

  /// What the case itself allows, relative and absolute; an absent one is zero.
  var tolerance: (relative: Double, absolute: Double) {
    ((try? number("tolerance", "rel")) ?? 0, (try? number("tolerance", "abs")) ?? 0)
  }
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
