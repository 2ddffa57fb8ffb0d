import TestSupport
import Testing

/// Mutants of valid inputs of every kind: each is read or refused, none ends in a signal.
///
/// A failure prints the line that replays it. `make fuzz` runs many more.
struct FuzzTests {
  private static let names = FuzzKinds.all.map(\.name).filter { name in
    FuzzSettings.current.kind.map { $0 == name } ?? true
  }

  @Test(.tags(.slow), arguments: names)
  func everyMutantIsReadOrRefused(name: String) async throws {
    let kind = try #require(FuzzKinds.all.first { $0.name == name })
    let outcome = try await FuzzRun(kind: kind, settings: .current).outcome()
    #expect(outcome.failed.isEmpty, "\(outcome.failed.prefix(5).joined(separator: "\n"))")
    // Both ends are reached, or the mutations are too weak or too strong.
    if outcome.mutants >= 100 {
      #expect(outcome.read > 0 && outcome.refused > 0)
    }
  }

  @Test(arguments: names) func everySeedIsRead(name: String) async throws {
    let kind = try #require(FuzzKinds.all.first { $0.name == name })
    let folder = try FuzzFolder()
    let seeds = try await kind.seeds(folder)
    #expect(!seeds.isEmpty)
    for bytes in seeds {
      let path = try folder.write(bytes, to: kind.fileName)
      let mutant = FuzzedMutant(bytes: bytes, path: path, folder: folder, number: 0)
      var checks = FuzzChecks()
      do {
        try await kind.run(mutant, &checks)
      } catch {
        checks.expect(false, "\(error)")
      }
      #expect(checks.problems.isEmpty, "\(mutant.text.prefix(300))")
    }
  }

  @Test func aMutantDependsOnItsNumberAlone() {
    let seeds = [Array("a,b\n1,2\n3,4\n".utf8), Array("{\"a\": [1, 2.5]}".utf8)]
    func mutant(_ number: Int) -> [UInt8] {
      var mutator = Mutator(FuzzSettings([:]).generator(of: "prices", number))
      return mutator.mutant(of: seeds)
    }
    let all = (0 ..< 200).map(mutant)
    #expect(all[150] == mutant(150))
    #expect(Set(all).count > 100)
    #expect(all.count { seeds.contains($0) } < 60)
  }
}
