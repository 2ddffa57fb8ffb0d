import TestSupport
import Testing
import Text

struct DoubleDecimalTests {
  /// What is read today: digits, signs, a point and an exponent, as the standard library reads
  /// them.
  private static func expected(_ text: String) -> Double? {
    let marks = Array("+-.eE".utf8)
    let isPlain = text.utf8.allSatisfy { (0x30 ... 0x39).contains($0) || marks.contains($0) }
    return isPlain ? Double(text) : nil
  }

  @Test func randomNumbersAreRoundedAsTheStandardLibraryRoundsThem() {
    var generator = SeededGenerator(seed: 7)
    func digits(_ range: ClosedRange<Int>) -> String {
      (0 ..< Int.random(in: range, using: &generator))
        .map { _ in "\(Int.random(in: 0 ... 9, using: &generator))" }.joined()
    }
    for _ in 0 ..< 100_000 {
      let text: String
      switch Int.random(in: 0 ... 4, using: &generator) {
      case 0: text = "\(Double(bitPattern: generator.next()))"
      case 1: text = "-" + digits(1 ... 25) + "." + digits(0 ... 25)
      case 2: text = "+." + digits(1 ... 20) + "e-" + digits(1 ... 2)
      case 3: text = digits(1 ... 18) + "E" + digits(1 ... 3)
      default: text = digits(0 ... 12) + "." + digits(1 ... 6)
      }
      #expect(Double(decimal: text)?.bitPattern == Self.expected(text)?.bitPattern, "\(text)")
    }
  }

  @Test func everyShortTextIsReadAsTheStandardLibraryReadsIt() {
    var texts = [""]
    for _ in 0 ..< 5 {
      texts += texts.flatMap { text in "05+-.eEx".map { text + String($0) } }
      texts = Array(Set(texts))
    }
    #expect(texts.count > 30_000)
    for text in texts {
      #expect(Double(decimal: text)?.bitPattern == Self.expected(text)?.bitPattern, "\(text)")
    }
  }

  /// Halfway cases between two neighbors, where a second rounding shows.
  @Test(arguments: [
    "9007199254740993", "9007199254740993.0", "0.500000000000000166", "1844674407370955161.5",
    "9.999999999999999999", "0.1000000000000000055", "123456789012345678.9", "1e-320",
    "179769313486231570000e288", "2.2250738585072011e-308", "1e400", "-1e400", "1e-400",
  ])
  func hardNumbersAreExact(text: String) {
    #expect(Double(decimal: text) == Double(text))
  }

  @Test(arguments: ["nan", "inf", "infinity", "0x10", "1 ", " 1", "1,5", "½", "１"])
  func wordsAreNoNumbers(text: String) {
    #expect(Double(decimal: text) == nil)
  }
}
