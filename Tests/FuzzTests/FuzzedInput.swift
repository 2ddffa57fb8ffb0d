import Foundation
import TestSupport

/// One kind of input: valid documents, and what is done with a mutant of them.
protocol FuzzedInput: Sendable {
  /// The name, as in `FUZZ_KIND`.
  var name: String { get }
  /// The name of the file, whose ending some readers look at.
  var fileName: String { get }
  /// The number of mutants in `make test`; `make fuzz` keeps the proportions.
  var share: Int { get }
  /// Makes the valid documents.
  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]]
  /// Reads a mutant and uses what was read; a refusal is an error.
  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws
}

extension FuzzedInput {
  var fileName: String { "mutant.csv" }
}

/// A mutant on disk.
struct FuzzedMutant: Sendable {
  let bytes: [UInt8]
  let path: String
  let folder: FuzzFolder
  let number: Int

  /// The bytes as text, repaired where they are not UTF-8.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// True for one mutant in `count`, for what takes longer than reading.
  func isOne(in count: Int) -> Bool { number % count == 0 || FuzzSettings.current.only != nil }
}

/// What is wrong with what came of a mutant.
struct FuzzChecks {
  private(set) var problems: [String] = []

  mutating func expect(_ holds: Bool, _ problem: @autoclosure () -> String) {
    if !holds, problems.count < 3 { problems.append(problem()) }
  }

  mutating func isFinite(_ number: Double?, _ name: @autoclosure () -> String) {
    guard let number else { return }
    expect(number.isFinite, "\(name()) is \(number)")
  }

  /// A failure has a code, a sentence, and no control characters.
  mutating func isSaid(_ code: String, _ message: String) {
    expect(!code.isEmpty, "a failure without a code: \(message)")
    expect(message.count > 10, "a failure without a message: \(code)")
    expect(!message.contains("internal error"), message)
  }
}

/// A folder of one run.
final class FuzzFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }
}
