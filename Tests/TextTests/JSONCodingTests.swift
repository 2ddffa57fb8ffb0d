import Foundation
import Testing
import Text

struct JSONCodingTests {
  private struct Policy: Codable, Hashable {
    enum Model: Codable, Hashable {
      case historical(window: Int)
      case garch(p: Int, innovations: String?)
    }
    enum Unit: String, Codable { case bars, days }
    enum CodingKeys: String, CodingKey {
      case name, model, levels, unit, weight, seed, table, isHard
      case missing = "not-there"
    }
    var name = "a/b \"é\""
    var model = Model.garch(p: 1, innovations: nil)
    var levels: [Double?] = [0.99, nil, 1, 1e-9]
    var unit = Unit.days
    var weight: Double = 1
    var seed = UInt64.max
    var table = ["x": ["y": 1.5], "z": [:]]
    var isHard = true
    var missing: Int?
  }

  @Test func theTreeIsWrittenAsTheSystemEncoderWrites() throws {
    let encoder = JSONEncoder()
    for formatting: JSONEncoder.OutputFormatting in [[], .prettyPrinted] {
      encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
      let expected = String(decoding: try encoder.encode(Policy()), as: UTF8.self)
      let tree = try JSON(encoding: Policy())
      #expect(tree.written(formatting == [] ? .compact : .pretty, keys: .sorted) == expected)
    }
    let tree = try JSON(encoding: Policy())
    #expect(tree.keys.first == "name" && tree.keys.last == "isHard")
  }

  @Test func aNumberThatIsNotFiniteIsReadBackAsItWas() throws {
    let numbers = [Double.infinity, -.infinity, 0.5]
    #expect(try JSON(encoding: numbers).rendered == #"["inf","-inf",0.5]"#)
    #expect(try JSON(encoding: numbers).decoded() == numbers)
    #expect(try JSON(encoding: Double.nan).decoded(as: Double.self).isNaN)
  }

  @Test func aTreeIsDecodedAsItWasEncoded() throws {
    #expect(try JSON(encoding: Policy()).decoded() == Policy())
    let read = try JSON(reading: JSON(encoding: Policy()).rendered)
    #expect(try read.decoded(as: Policy.self) == Policy())
    #expect(try read.decoded(as: JSON.self) == read)
    #expect(try JSON.array([.double(3)]).decoded(as: [Int].self) == [3])
  }

  @Test(arguments: [
    (#"[{"a": {"b": 1}}, {"a": {}}]"#, "[2].a.b", JSONMismatch.Kind.missing, 25),
    (#"[{"a": {"b": null}}]"#, "[1].a.b", .null, 14),
    (#"[{"a": {"b": "1"}}]"#, "[1].a.b", .otherKind, 14),
    (#"[{"a": [1]}]"#, "[1].a", .otherKind, 8),
    (#"[{"a": {"b": 1.5}}]"#, "[1].a.b", .invalid("Number 1.5 is not representable in Swift."), 14),
    (#"{"a": 1}"#, "", .otherKind, 1),
  ])
  func aMismatchHasPathAndPosition(
    text: String, path: String, kind: JSONMismatch.Kind, column: Int
  ) throws {
    struct Inner: Decodable { let b: Int }
    struct Outer: Decodable { let a: Inner }
    let value = try JSON(reading: text)
    let mismatch = try #require(throws: JSONMismatch.self) { try value.decoded(as: [Outer].self) }
    #expect(mismatch.path.text == path)
    #expect(mismatch.kind == kind)
    #expect(mismatch.position == TextPosition(line: 1, column: column))
  }

  @Test func aNameThatIsNoneIsInvalid() throws {
    enum Unit: String, Decodable { case bars }
    let mismatch = try #require(throws: JSONMismatch.self) {
      try JSON.object(["u": .string("weeks")]).decoded(as: [String: Unit].self)
    }
    #expect(mismatch.path.text == "u")
    guard case .invalid = mismatch.kind else {
      Issue.record("\(mismatch.kind)")
      return
    }
  }
}
