import TestSupport
import Testing

/// A test that cannot run is skipped on a desk and fails where the tree is guarded.
struct SharedFileTests {
  private let missing = SharedFile("no/such/file.csv")

  @Test func aMissingFileIsWantedInContinuousIntegrationAlone() {
    #expect(missing.isWanted(in: ["CI": "true"]) && missing.isWanted(in: ["CI": "1"]))
    #expect(!missing.isWanted(in: [:]) && !missing.isWanted(in: ["CI": ""]))
    #expect(!missing.isWanted(in: ["CI": "false"]))
  }

  @Test func aMissingFileFailsTheTestThatWantsIt() {
    #expect(throws: SharedFile.Missing.self) { try missing.located() }
  }
}
