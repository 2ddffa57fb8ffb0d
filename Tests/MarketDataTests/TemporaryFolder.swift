import Foundation
import MarketData

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "margin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ contents: String, to name: String = "BTC.csv") throws -> String {
    try write(bytes: Array(contents.utf8), to: name)
  }

  func write(bytes: [UInt8], to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func makeFolder(_ name: String) throws -> String {
    let folder = path + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// Loads the text of one file.
func load(
  _ contents: String, named name: String = "BTC.csv", options: LoadOptions = LoadOptions(),
  jobs: Int = 1
) async throws -> LoadedPrices {
  let folder = try TemporaryFolder()
  let path = try folder.write(contents, to: name)
  return try await PriceLoader(options: options).load(paths: [path], jobs: jobs)
}

/// The only failure of a file that is refused, with the row that it names.
func refusal(
  _ contents: String, options: LoadOptions = LoadOptions()
) async throws -> (row: RejectedRow, instrument: InstrumentID?)? {
  let loaded = try await load(contents, options: options)
  guard loaded.failures.count == 1, case .row(let row) = loaded.failures[0].error else {
    return nil
  }
  return (row, loaded.failures[0].instrument)
}

/// A small generator of test cases (SplitMix64), the same on every machine.
struct CaseGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
