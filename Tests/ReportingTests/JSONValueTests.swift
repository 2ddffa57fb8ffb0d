import Calibration
import Foundation
import Reporting
import Testing

struct JSONValueTests {
  private let value = JSONValue.object([
    "b": .array([
      .double(0.1 + 0.2), .double(1e-7), .double(1e300), .double(-250),
      .double(.leastNonzeroMagnitude),
    ]
    ),
    "asOf": .null, "a-b": .bool(true), "aB": .bool(false), "a_b": .integer(-7),
    "A": .unsigned(.max), "path": .string("data/prices.csv"), "é": .string("Straße 金 \u{1F600}"),
    "control": .string("\"\\\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}"), "empty": .object([:]),
    "none": .array([]), "double": .double(1e16),
  ])

  @Test func theBytesAreThoseOfTheSystemEncoder() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(value.rendered == String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  @Test(arguments: ["plain", "emir-etd", "crypto-clearing"])
  func aConfigurationIsReadBackByteForByte(preset: String) async throws {
    let canonical = try await Fixture(preset: preset).loaded.context.configurationJSON
    #expect(JSONValue(parsing: canonical).rendered == canonical)
  }

  @Test func whatIsNotFiniteIsNull() {
    #expect(JSONValue.array([.double(.nan), .double(-.infinity)]).rendered == "[null,null]")
  }
}
