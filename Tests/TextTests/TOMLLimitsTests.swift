import Glibc
import TestSupport
import Testing
import Text

struct TOMLLimitsTests {
  private static func parts(_ count: Int) -> String {
    Array(repeating: "a", count: count).joined(separator: ".")
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private func refusal(_ text: String) throws -> InputError {
    try #require(throws: InputError.self) { try TOMLDocument(text, file: "p") }
  }

  @Test func whatIsWithinTheLimitsIsRead() throws {
    _ = try TOMLDocument("[\(Self.parts(64))]\n")
    _ = try TOMLDocument("\(Self.parts(64)) = 1\n")
    _ = try TOMLDocument("a = \(Self.repeated("[", 64))\(Self.repeated("]", 64))")
    _ = try TOMLDocument("a = \(Self.repeated("{ a = ", 64))1\(Self.repeated("}", 64))")
    _ = try TOMLDocument(Self.repeated("#", 1 << 20))
    _ = try TOMLDocument(
      "a = \"\(Self.repeated(".[{", 1_000))\" # \(Self.repeated(".[{", 1_000))\n")
    _ = try TOMLDocument("a = '''\n\(Self.repeated("[x.\n", 1_000))''''' \nb.\"c.d\" = '[[['\n")
    _ = try TOMLDocument("a = \"\"\"\n\\\"\"\"\(Self.repeated("[", 100))\"\"\"\n")
    _ = try TOMLDocument(Self.repeated("[[a]]\n[a.b]\nc = [[1, 2], [3]]\n", 200))
  }

  /// The time that this thread has had, whatever runs beside it.
  private static var cpuMilliseconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  @Test(arguments: [
    ("[" + parts(65) + "]", "too-many-parts", 1, 130),
    ("x = 1\n" + parts(65) + " = 1", "too-many-parts", 2, 129),
    ("x = { y = 1, " + parts(65) + " = 1 }", "too-many-parts", 1, 142),
    ("a = " + repeated("[", 65) + repeated("]", 65), "too-deep", 1, 69),
    ("a = [\n" + repeated("{b=[", 32) + "[", "too-deep", 2, 128),
    (
      parts(64) + " = { " + parts(64) + " = { " + parts(64) + " = { " + parts(64) + " = 1 }}}",
      "too-deep", 1, 525
    ),
    ("[" + repeated("a.", 100_000) + "a]", "too-many-parts", 1, 130),
    (repeated("a.", 100_000) + "a = 1", "too-many-parts", 1, 129),
    ("a = " + repeated("[", 100_000), "too-deep", 1, 69),
    ("a = " + repeated("{a=", 100_000), "too-deep", 1, 197),
  ])
  func whatIsBeyondALimitIsRefusedInNoTime(
    text: String, code: String, line: Int, column: Int
  ) throws {
    let start = Self.cpuMilliseconds
    let error = try refusal(text)
    let time = Self.cpuMilliseconds - start
    #expect(error.code == code)
    #expect(error.location == InputLocation("p", line: line, column: column))
    #expect(time < 50)
  }

  @Test func aTextOfMoreThanAMebibyteIsRefused() throws {
    let error = try refusal(Self.repeated("#\n", 1 << 19) + "#")
    #expect(error.code == "too-long")
    #expect(error.location == InputLocation("p", line: 1 + 1 << 19, column: 1))
  }

  /// A text that the scan takes for shallow is shallow for the parser, whatever its quotation
  /// marks and comments.
  @Test func noMixtureOfMarksPassesTheScanDeep() {
    var generator = SeededGenerator(seed: 11)
    let marks = [
      "[", "]", "{", "}", "\"", "'", "\"\"\"", "'''", "\\", "#", "\n", ".", "a", "=", ",", " ",
    ]
    for _ in 0 ..< 3_000 {
      let text = (0 ..< 400).map { _ in marks.randomElement(using: &generator) ?? "" }.joined()
      _ = try? TOMLDocument("a = " + text)
      _ = try? TOMLDocument(text)
    }
  }
}
