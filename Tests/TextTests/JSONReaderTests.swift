import TestSupport
import Testing
import Text

struct JSONReaderTests {
  @Test func aValueKeepsItsDigitsItsOrderAndItsPosition() throws {
    let value = try JSON(reading: "{\"é\": 1.50,\n  \"a\": [true, null, \"x\\u0041/\"]}")
    #expect(value.keys == ["é", "a"])
    #expect(value["é"]?.numeral == "1.50")
    #expect(value["é"]?.double == 1.5)
    #expect(value["é"]?.position == TextPosition(line: 1, column: 7))
    #expect(value.members?[1].position == TextPosition(line: 2, column: 3))
    #expect(value["a"]?.position == TextPosition(line: 2, column: 8))
    #expect(value["a"]?.elements?[2].string == "xA/")
    #expect(value.written(.spaced) == "{\"é\": 1.50, \"a\": [true, null, \"x\\u0041/\"]}")
  }

  @Test(arguments: [
    (
      "{\"schema\": 1,\n  \"asOf\": 2024-06-28}", 2, 15, "a comma or }",
      "expected a comma or \"}\""
    ),
    ("{\"schema\": \"margin.schedule/1\"", 1, 31, "a comma or }", "the document ends too early"),
    ("{\n\"a\": [1, 2,]}", 2, 12, "a value", "expected a value"),
    ("{\"a\": NaN}", 1, 7, "a value", "expected a value"),
    ("{\"a\": 01}", 1, 7, "a number without a leading zero", "expected a value"),
    ("{\"a\" 1}", 1, 6, "a colon", "expected a colon"),
    ("{\"a\": \"b", 1, 9, "the end of a string", "a string is not closed, or is not UTF-8"),
    ("{} {}", 1, 4, "the end of the text", "unexpected text after the end of the document"),
    ("{\"a\": 1.}", 1, 9, "a digit", "expected a value"),
    ("{a: 1}", 1, 2, "a key in quotes", "expected a key in quotes"),
    (
      "[\"a\nb\"]", 1, 4, "the end of a string",
      "a string contains a line ending or control character"
    ),
    ("", 1, 1, "a value", "the document ends too early"),
    ("[\"\\ud800\"]", 1, 2, "a JSON escape", "a string contains an invalid escape"),
    (
      "{\"A\":[],\"\\u0041\":[]}", 1, 9, "a key other than \"\\u0041\"",
      "duplicate key \"\\u0041\""
    ),
  ])
  func aFaultHasLineColumnAndCause(
    text: String, line: Int, column: Int, expected: String, problem: String
  ) throws {
    let fault = try #require(throws: JSONFault.self) { try JSON(reading: text) }
    #expect(fault.position == TextPosition(line: line, column: column))
    #expect(fault.expected == expected)
    #expect(fault.problem == problem)
  }

  @Test func aFaultOfALineOfAHistoryCountsFromItsLine() throws {
    let fault = try #require(throws: JSONFault.self) { try JSON(reading: "[1".utf8, firstLine: 7) }
    #expect(fault.position == TextPosition(line: 7, column: 3))
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let fault = try #require(throws: JSONFault.self) {
      try JSON(reading: [0x5B, 0x22, 0xFF, 0x22, 0x5D])
    }
    #expect(fault.expectation == .utf8)
  }

  @Test func sixtyFourLevelsAreReadAndNoMore() throws {
    func lists(_ count: Int) -> String {
      String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    #expect(try JSON(reading: lists(64)).elements?.count == 1)
    let fault = try #require(throws: JSONFault.self) { try JSON(reading: lists(65)) }
    #expect(fault.expectation == .lessDepth(64))
    #expect(fault.position == TextPosition(line: 1, column: 65))
    #expect(throws: JSONFault.self) {
      try JSON(reading: String(repeating: "[{\"a\":", count: 100_000))
    }
  }

  @Test func aKeyThatStandsTwiceAmongManyIsFound() throws {
    let keys = (0 ..< 100).map { "\"k\($0)\":\($0)" }
    #expect(try JSON(reading: "{\(keys.joined(separator: ","))}").keys.count == 100)
    #expect(throws: JSONFault.self) {
      try JSON(reading: "{\((keys + ["\"k3\":1"]).joined(separator: ","))}")
    }
  }

  @Test func wholeNumbersMayHaveAPoint() throws {
    let value = try JSON(
      reading: "[1, 1.0, 1e3, 1.5, 9007199254740993.0, 18446744073709551615, -0.0]")
    let numbers = try #require(value.elements)
    #expect(numbers.map(\.integer) == [1, 1, 1000, nil, 9_007_199_254_740_993, nil, 0])
    #expect(numbers[5].unsigned == .max)
  }

  @Test func valuesAreEqualThatMeanTheSame() throws {
    func value(_ text: String) throws -> JSON { try JSON(reading: text) }
    #expect(try value("{\"a\": 1, \"b\": \"x\"}") == value("{\"b\":\"\\u0078\",\"a\":1.0}"))
    #expect(try Set([value("1"), value("1.0"), .integer(1), .double(1)]).count == 1)
    #expect(try value("[1, 2]") != value("[2, 1]"))
    #expect(try value("9007199254740993") != value("9007199254740992"))
    #expect(try value("\"1\"") != value("1"))
    #expect(JSON.null != .bool(false))
  }

  @Test func textThatIsReadIsWrittenByteForByte() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0 ..< 2_000 {
      let text = RandomJSON.text(&generator)
      for layout in [JSON.Layout.compact, .spaced, .indented(2), .indented(4), .pretty] {
        let laidOut = try JSON(reading: text).written(layout)
        #expect(try JSON(reading: laidOut) == JSON(reading: text))
        #expect(try JSON(reading: laidOut).written(layout) == laidOut)
        guard layout != .pretty else { continue }
        let document = try JSONDocument(reading: Array((laidOut + "\n").utf8))
        let isTold = laidOut.contains("\": ") || laidOut.contains("\n") || layout == .compact
        if isTold { #expect(document.written == laidOut + "\n", "\(layout)") }
      }
    }
  }
}

/// Documents of random shape.
enum RandomJSON {
  static func text(_ generator: inout SeededGenerator, depth: Int = 0) -> String {
    switch Int.random(in: depth == 0 ? 6 ... 7 : 0 ... (depth < 4 ? 7 : 5), using: &generator) {
    case 0: return "null"
    case 1: return ["true", "false"].randomElement(using: &generator) ?? "true"
    case 2, 3: return number(&generator)
    case 4, 5: return string(&generator)
    case 6:
      let count = Int.random(in: 0 ... 3, using: &generator)
      return "["
        + (0 ..< count).map { _ in text(&generator, depth: depth + 1) }.joined(separator: ",") + "]"
    default:
      let count = Int.random(in: 0 ... 3, using: &generator)
      let members = (0 ..< count).map { number in
        let key = string(&generator).dropLast()
        return "\(key)\(number)\":\(text(&generator, depth: depth + 1))"
      }
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  static func number(_ generator: inout SeededGenerator) -> String {
    let whole = Int.random(in: -1_000 ... 1_000, using: &generator)
    switch Int.random(in: 0 ... 3, using: &generator) {
    case 0: return "\(whole)"
    case 1: return "\(whole).\(Int.random(in: 0 ... 99_999, using: &generator))00"
    case 2: return "\(whole)E+\(Int.random(in: 0 ... 400, using: &generator))"
    default: return "-0.0\(abs(whole))e-3"
    }
  }

  static func string(_ generator: inout SeededGenerator) -> String {
    let parts = [
      "a", "B", "/", "\\/", "\\\"", "\\\\", "\\n", "\\u00e9", "é", "\\ud83d\\ude00", "😀", " ",
      "\u{7F}",
    ]
    let count = Int.random(in: 0 ... 5, using: &generator)
    return "\"" + (0 ..< count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
      + "\""
  }
}
