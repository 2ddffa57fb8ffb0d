import MarketData
import Testing
import Text

struct ReaderProfileTests {
  private static func profile(_ pattern: String) -> ReaderProfile {
    ReaderProfile(pattern: pattern, format: CSVFormatOptions(decimalMark: .point))
  }

  @Test(arguments: [
    ("*.csv", true), ("B*.csv", true), ("sub/*.csv", true), ("*/B?C.csv", true),
    ("other/*.csv", false), ("sub*.csv", false), ("*.txt", false),
  ])
  func aPatternMatchesTheEndOfAPath(pattern: String, matches: Bool) async throws {
    let folder = try TemporaryFolder()
    let name = try folder.makeFolder("sub")
    #expect(name.hasSuffix("/sub"))
    // Without the profile the comma may be one of thousands or of decimals.
    let path = try folder.write("date,close\n2024-01-02,\"1,234\"\n", to: "sub/BTC.csv")
    let options = LoadOptions(profiles: [Self.profile(pattern)])
    let loaded = try await PriceLoader(options: options).load(paths: [path])
    #expect(loaded.panel.histories.map(\.close) == (matches ? [[1_234]] : []))
  }

  @Test func theFirstProfileCountsAndAnOptionBeforeIt() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("date,close\n2024-01-02,\"1,234\"\n", to: "BTC.csv")
    let comma = ReaderProfile(
      pattern: "*.csv", format: CSVFormatOptions(decimalMark: .comma))
    func price(_ options: LoadOptions) async throws -> Double? {
      try await PriceLoader(options: options).load(paths: [path]).panel.histories.first?.close.first
    }
    #expect(try await price(LoadOptions(profiles: [comma, Self.profile("*.csv")])) == 1.234)
    #expect(try await price(LoadOptions(profiles: [Self.profile("*.csv"), comma])) == 1_234)
    let stated = CSVFormatOptions(decimalMark: .comma)
    #expect(
      try await price(LoadOptions(format: stated, profiles: [Self.profile("*.csv")])) == 1.234)
  }
}
