import Foundation
import TestSupport
import Testing
import Text

struct JSONWritingTests {
  private let value = JSON.object([
    "b": .array([
      .double(0.1 + 0.2), .double(1e-7), .double(1e300), .double(-250),
      .double(.leastNonzeroMagnitude),
    ]),
    "asOf": .null, "a-b": .bool(true), "aB": .bool(false), "a_b": .integer(-7),
    "A": .unsigned(.max), "path": .string("data/prices.csv"), "é": .string("Straße 金 \u{1F600}"),
    "control": .string("\"\\\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}"), "empty": .object([:]),
    "none": .array([]), "double": .double(1e16),
  ])

  private func expected(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test func theBytesAreThoseOfTheSystemEncoder() throws {
    let usual: JSONEncoder.OutputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var value = value
    value = value.replacing("q\"uote", with: .object(JSONObject([("\n", .integer(1))])))
    #expect(value.rendered == (try expected(value, usual)))
    #expect(
      value.written(.pretty, keys: .sorted) == (try expected(value, usual.union(.prettyPrinted))))
  }

  @Test func whatIsNotFiniteIsNull() {
    #expect(JSON.array([.double(.nan), .double(-.infinity)]).rendered == "[null,null]")
    #expect(JSON.number(.infinity).isNull && JSON.number(nil).isNull && JSON.text(nil).isNull)
  }

  @Test func layoutsAreThoseOfTheUsualWriters() {
    let value = JSON.object(["b": .array([.integer(1), .object([:])]), "a": .array([])])
    #expect(value.written() == #"{"b":[1,{}],"a":[]}"#)
    #expect(value.written(.spaced) == #"{"b": [1, {}], "a": []}"#)
    #expect(value.written(.indented(2)) == "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": []\n}")
    #expect(
      value.written(.pretty)
        == "{\n  \"b\" : [\n    1,\n    {\n\n    }\n  ],\n  \"a\" : [\n\n  ]\n}")
  }

  @Test func aListIsWrittenElementByElement() {
    let written = JSON.object([
      "rows": .written([1, 2]) { .object(["b": .integer($0), "a": .null]) }
    ])
    #expect(written.rendered == #"{"rows":[{"a":null,"b":1},{"a":null,"b":2}]}"#)
  }

  @Test func layersAreLaidOverEachOther() throws {
    let base = try JSON(reading: #"{"m":{"x":{"w":1}},"n":{"k":1,"l":2}}"#)
    let top = try JSON(reading: #"{"m":{"y":{}},"n":{"l":3},"o":[1]}"#)
    #expect(base.merging(top).rendered == #"{"m":{"x":{"w":1},"y":{}},"n":{"k":1,"l":3},"o":[1]}"#)
    let replaced = base.merging(top) { key, below, top in
      key == "m" && Set(below.keys).isDisjoint(with: top.keys)
    }
    #expect(replaced.rendered == #"{"m":{"y":{}},"n":{"k":1,"l":3},"o":[1]}"#)
    #expect(base.replacing("m", with: nil).rendered == #"{"n":{"k":1,"l":2}}"#)
    #expect(JSON.nested(["a", "b"], .integer(1)).rendered == #"{"a":{"b":1}}"#)
    #expect(
      top.leaves().map { "\($0.key)=\($0.value)" }.sorted() == ["n.l=3", "o[1]=1"])
    #expect(top.inlineTOML == "{ m = { y = {} }, n = { l = 3 }, o = [1] }")
    #expect(
      JSON.array([.double(1e3), .double(0.5), .string("a\"b")]).inlineTOML
        == #"[1000, 0.5, "a\"b"]"#)
  }
}
