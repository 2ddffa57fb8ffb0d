import Testing
import Text

struct JSONFieldsTests {
  private enum Side: String, CaseIterable { case long, short }

  private func fields(_ text: String) throws -> JSONFields {
    JSONFields(path: "account.json", name: "position 1", value: try JSON(reading: "\n" + text))
  }

  @Test func fieldsAreRead() throws {
    let fields = try fields(
      #"{"size": "2.50", "fee": null, "side": "short", "list": [{}, {}], "name": "A"}"#)
    #expect(try fields.required("size", in: JSONFields.positive) == 2.5)
    #expect(try fields.number("fee", in: 0 ... 1) == nil)
    #expect(try fields.number("years", in: 0 ... 1) == nil)
    #expect(try fields.choice("side", Side.self) == .short)
    #expect(try fields.objects("list", named: "row").map(\.name) == ["row 1", "row 2"])
    #expect(try fields.name("name") == "A" && fields.part("nothing") == nil)
    try fields.refuseOthers(than: ["size", "fee", "side", "list", "name"])
    try fields.refuseOther(thanSchema: "margin.account/1")
  }

  @Test(arguments: [
    (
      #"{"size": 0}"#,
      "size is not a number above 0, from 1e-18 to 1e18; write one (invalid-number)"
    ),
    (
      #"{"size": "nan"}"#,
      "size is not a number above 0, from 1e-18 to 1e18; write one (invalid-number)"
    ),
    ("{}", "missing field \"size\"; add it (missing-field)"),
  ])
  func aSizeIsRefused(text: String, message: String) throws {
    let fields = try fields(text)
    let error = try #require(throws: InputError.self) {
      try fields.required("size", in: JSONFields.positive)
    }
    #expect(error.message == "account.json:2: position 1: \(message)")
  }

  @Test func aFaultNamesWhatItWants() throws {
    let fields = try fields(#"{"side": "buy", "rate": 2, "schema": "x", "list": 1, "name": ""}"#)
    func message(_ body: () throws -> Void) throws -> String {
      let error = try #require(throws: InputError.self) { try body() }
      return String(error.message.dropFirst("account.json:2: position 1: ".count))
    }
    #expect(
      try message { _ = try fields.choice("side", Side.self) }
        == "side is not one of long, short; write one of them (unknown-side)")
    #expect(
      try message { _ = try fields.number("rate", in: 0 ... 1) }
        == "rate is not a number from 0.0 to 1.0; write one (invalid-number)")
    #expect(
      try message { try fields.refuseOther(thanSchema: "y") }
        == "has schema \"x\"; expected \"y\" (unknown-schema)")
    #expect(
      try message { _ = try fields.list("list") }
        == "list is not an array; write an array in brackets, such as [1, 2] (malformed-json)")
    #expect(
      try message { _ = try fields.name("name") }
        == "missing field \"name\"; add a name (missing-field)")
    #expect(
      try message { try fields.refuse(["rate"], "the scenarios determine it") }
        == "has \"rate\", but the scenarios determine it; remove it (unknown-field)")
    #expect(
      try message { try fields.refuseOthers(than: ["b", "a"]) }
        == "unknown field \"side\"; expected one of a, b (unknown-field)")
  }
}
