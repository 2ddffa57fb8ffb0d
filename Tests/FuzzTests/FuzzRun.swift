import Foundation
import MarketData
import TestSupport
import Text

/// The mutants of one kind, each read or refused.
struct FuzzRun {
  let kind: any FuzzedInput
  let settings: FuzzSettings

  /// The counts of a run, as written to `FUZZ_LOG`.
  struct Outcome: Codable {
    var kind: String
    var mutants = 0
    var read = 0
    var refused = 0
    var failed: [String] = []
  }

  /// Runs all mutants.
  func outcome() async throws -> Outcome {
    let folder = try FuzzFolder()
    let seeds = try await kind.seeds(folder)
    let log = try settings.log.map { try FuzzLog(folder: $0, kind: kind.name) }
    var outcome = Outcome(kind: kind.name)
    for number in settings.mutants(of: kind) {
      try log?.begin(number)
      var mutator = Mutator(settings.generator(of: kind.name, number))
      let bytes = mutator.mutant(of: seeds)
      let path = try folder.write(bytes, to: kind.fileName)
      if settings.only != nil { print(String(decoding: bytes, as: UTF8.self)) }
      let mutant = FuzzedMutant(bytes: bytes, path: path, folder: folder, number: number)
      await judge(mutant, &outcome)
    }
    try log?.end(outcome)
    return outcome
  }

  private func judge(_ mutant: FuzzedMutant, _ outcome: inout Outcome) async {
    var checks = FuzzChecks()
    outcome.mutants += 1
    do {
      try await kind.run(mutant, &checks)
      outcome.read += 1
    } catch let error as InputError {
      outcome.refused += 1
      for fault in error.all { checks.isSaid(fault.code, fault.message) }
    } catch let error as MarketDataError {
      outcome.refused += 1
      checks.isSaid("market-data", error.message)
    } catch let error as FuzzRefusal {
      outcome.refused += 1
      checks.isSaid("refusal", error.message)
    } catch {
      checks.expect(false, "an error of another kind: \(error)")
    }
    if settings.only != nil { print("problems:", checks.problems) }
    guard let problem = checks.problems.first else { return }
    outcome.failed.append("\(settings.replay(kind.name, mutant.number)): \(problem)")
  }
}

/// A refusal by a type without a common error.
struct FuzzRefusal: Error {
  let message: String
}

/// The mutant that runs, on disk, so that it is known after a signal.
final class FuzzLog {
  private let file: FileHandle
  private let result: URL

  init(folder: String, kind: String) throws {
    let path = "\(folder)/\(kind).current"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    file = try FileHandle(forWritingTo: URL(filePath: path))
    result = URL(filePath: "\(folder)/\(kind).json")
  }

  func begin(_ number: Int) throws {
    let digits = "\(number)"
    let text = String(repeating: " ", count: max(0, 12 - digits.count)) + digits + "\n"
    try file.seek(toOffset: 0)
    try file.write(contentsOf: Data(text.utf8))
  }

  func end(_ outcome: FuzzRun.Outcome) throws {
    try JSONEncoder().encode(outcome).write(to: result)
  }
}
