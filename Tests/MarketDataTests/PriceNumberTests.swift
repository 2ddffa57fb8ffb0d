import MarketData
import Testing

/// Numbers are read through a file of one column, and compared with the standard library's parser.
struct PriceNumberTests {
  private static func text(_ generator: inout CaseGenerator) -> String {
    func digits(_ count: Int, _ generator: inout CaseGenerator) -> String {
      (0 ..< count).map { _ in String(Int.random(in: 0 ... 9, using: &generator)) }.joined()
    }
    let whole = digits(Int.random(in: 0 ... 12, using: &generator), &generator)
    let fraction = digits(Int.random(in: 1 ... 19, using: &generator), &generator)
    switch Int.random(in: 0 ... 5, using: &generator) {
    case 0: return whole + "7"
    case 1: return whole + "1e" + String(Int.random(in: -30 ... 30, using: &generator))
    case 2: return "\(Double.random(in: 1e-6 ... 1e6, using: &generator))"
    case 3:
      return whole + "." + fraction + "1E+" + String(Int.random(in: 0 ... 9, using: &generator))
    default: return whole + "." + fraction + "1"
    }
  }

  @Test func randomNumbersAreRoundedAsTheStandardLibraryRoundsThem() async throws {
    var generator = CaseGenerator(seed: 7)
    let texts = (0 ..< 50_000).map { _ in Self.text(&generator) }
    let expected = try texts.map { try #require(Double($0)) }
    let loaded = try await load("price\n" + texts.joined(separator: "\n"))
    let close = try #require(loaded.panel.histories.first).close
    #expect(close.count == expected.count)
    let wrong = zip(texts, zip(close, expected)).filter { $1.0.bitPattern != $1.1.bitPattern }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Halfway cases between two neighbours, where a second rounding shows.
  @Test(arguments: [
    "9007199254740993", "9007199254740993.0", "9007199254740995", "0.500000000000000166",
    "1.0000000000000001110", "1844674407370955161.5", "9999999999999999999", "9.999999999999999999",
    "0.1000000000000000055", "4503599627370497.5", "4503599627370496.25", "123456789012345678.9",
    "+5", ".5", "5.", "00000000000000000000012.5", "1e-320", "179769313486231570000e288",
  ])
  func hardNumbersAreExact(text: String) async throws {
    let loaded = try await load("price\n\(text)\n1\n")
    #expect(loaded.panel.histories.first?.close.first == Double(text))
  }

  @Test func returnsKeepTheirSign() async throws {
    let loaded = try await load(
      "ret\n-0.01\n-0.0\n0.02\n", options: LoadOptions(contents: .returnsDecimal))
    #expect(loaded.returns.first?.values == [-0.01, 0, 0.02])
  }
}
