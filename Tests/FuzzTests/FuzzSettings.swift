import Foundation
import TestSupport

/// What a run of the fuzzer covers, from the environment.
///
/// | variable | meaning |
/// |---|---|
/// | `FUZZ` | the number of mutants of all kinds together |
/// | `FUZZ_KIND` | the only kind to run |
/// | `FUZZ_SEED` | the seed, 1 by default |
/// | `FUZZ_FROM` | the number of the first mutant |
/// | `FUZZ_ONLY` | the number of the only mutant, which is printed |
/// | `FUZZ_LOG` | a folder in which each mutant is named before it runs, and results are written |
struct FuzzSettings: Sendable {
  let seed: UInt64
  let kind: String?
  let total: Int?
  let first: Int
  let only: Int?
  let log: String?

  /// The settings of this process.
  static let current = FuzzSettings(ProcessInfo.processInfo.environment)

  init(_ environment: [String: String]) {
    seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    kind = environment["FUZZ_KIND"]
    total = environment["FUZZ"].flatMap { Int($0) }
    first = environment["FUZZ_FROM"].flatMap { Int($0) } ?? 0
    only = environment["FUZZ_ONLY"].flatMap { Int($0) }
    log = environment["FUZZ_LOG"]
  }

  /// Whether this is a run of `make fuzz`, which also runs all dates of the sweep of fits.
  var isLong: Bool { log != nil }

  /// The numbers of the mutants of a kind.
  func mutants(of kind: any FuzzedInput) -> Range<Int> {
    if let only { return only ..< only + 1 }
    let usual = FuzzKinds.all.reduce(0) { $0 + $1.share }
    let count = total.map { max(1, $0 * kind.share / usual) } ?? kind.share
    return min(first, count) ..< count
  }

  /// The generator of one mutant, which depends on nothing but its identity.
  func generator(of kind: String, _ number: Int) -> SeededGenerator {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in kind.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var mixed = SeededGenerator(seed: seed ^ hash)
    return SeededGenerator(seed: mixed.next() &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
  }

  /// The command that replays one mutant.
  func replay(_ kind: String, _ number: Int) -> String {
    "FUZZ_KIND=\(kind) FUZZ_SEED=\(seed) FUZZ_ONLY=\(number) make fuzz"
  }
}
