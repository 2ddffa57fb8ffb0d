import Testing
import Text

struct InputErrorTests {
  @Test func aMessageHasTheFormOfItsStyle() {
    let location = InputLocation("policy.toml", line: 12, part: "margin.level")
    let policy = InputError(
      location, code: "out-of-range", "1.0 is not below 1", remedy: "write 0.99")
    #expect(policy.message == "policy.toml:12: margin.level: 1.0 is not below 1; write 0.99")
    var placed = policy
    placed.location.column = 9
    #expect(placed.message == "policy.toml:12:9: margin.level: 1.0 is not below 1; write 0.99")
    #expect(InputError(InputLocation(part: "a"), code: "c", "p", remedy: "").message == "a: p")
    #expect(
      InputError(InputLocation("--level"), code: "c", "p", remedy: "r").message == "--level: p; r")
    #expect(InputError(InputLocation(), code: "c", "p", remedy: "r").message == "p; r")
    let account = InputError(
      InputLocation("a.json", line: 1, part: "position 1"), code: "missing-field",
      sentence: "has no size; a word; write it")
    #expect(
      account.message == "a.json:1: position 1: has no size; a word; write it (missing-field)")
    #expect(account.problem == "has no size; a word" && account.remedy == "write it")
    let words = InputLocation("f.csv", line: 3, part: "column \"level\"")
    #expect(
      InputError(words, code: "c", "p", remedy: "r", style: .words).message
        == "f.csv, line 3, column \"level\": p; r")
    #expect(
      InputError(
        InputLocation("f.json", TextPosition(line: 2, column: 15)), code: "c", "p", remedy: "r",
        style: .words
      )
      .message == "f.json, line 2, column 15: p; r")
  }

  @Test func severalFaultsAreOneErrorInTheOrderOfReading() throws {
    let faults = [(3, 1), (1, 9), (1, 2), (3, 1)].enumerated().map { index, place in
      InputError(
        InputLocation("f", line: place.0, column: place.1), code: "\(index)", "p", remedy: "r")
    }
    let error = try #require(InputError(faults))
    #expect(error.all.map(\.code) == ["2", "1", "0", "3"])
    #expect(error.all.allSatisfy { $0.further.isEmpty })
    #expect(InputError([]) == nil)
  }

  @Test func aCaretStandsUnderTheColumn() {
    func excerpt(_ line: String, _ column: Int) -> String? {
      InputError(
        InputLocation("f", line: 1, column: column), code: "c", "p", remedy: "r", sourceLine: line
      ).excerpt
    }
    #expect(excerpt("level = 1.0", 9) == "level = 1.0\n        ^")
    #expect(excerpt("\té = x", 4) == "\té = x\n\t  ^")
    #expect(excerpt("a", 40) == "a\n ^")
    #expect(excerpt("", 1) == "\n^")
    #expect(excerpt("a\u{1B}[31m", 3) == "a [31m\n  ^")
    let long = String(repeating: "x", count: 1_000_000) + "!"
    #expect(excerpt(long, 1_000_001)?.split(separator: "\n").first?.hasSuffix("x!") == true)
    #expect((excerpt(long, 1_000_001)?.count ?? 0) < 250)
    #expect(InputError(InputLocation("f"), code: "c", "p", remedy: "r").excerpt == nil)
  }

  @Test func aPathIsPrintedAsPeopleWriteIt() {
    let path = DocumentPath(["step"]).element(2).appending("buffer").appending("share")
    #expect(path.text == "step[2].buffer.share")
    #expect(path.leadingKeys == ["step"] && path.lastKey == "share")
    #expect(DocumentPath().element(1).appending("a").text == "[1].a")
    #expect(DocumentPath().text.isEmpty)
  }
}

struct NearestNameTests {
  private static let names = [
    "window", "decay", "innovations", "historical", "normal", "share", "level",
  ]

  @Test(arguments: [
    ("windw", "window"), ("widnow", "window"), ("historic", "historical"), ("levels", "level"),
    ("shares", "share"), ("arima", nil), ("xyzzy", nil), ("", nil), ("innovation", "innovations"),
  ])
  func theNearestNameIsMeant(written: String, expected: String?) {
    #expect(NearestName.suggestion(for: written, among: Self.names) == expected)
  }

  @Test func noneIsNearWithoutACommonLetter() {
    #expect(NearestName.suggestion(for: "p", among: ["to", "up"]) == "up")
    #expect(NearestName.suggestion(for: "p", among: ["to", "q"]) == nil)
    #expect(NearestName.suggestion(for: "p", among: []) == nil)
  }

  @Test(arguments: [
    ("", "abc", 3), ("abc", "", 3), ("ab", "ba", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
    ("é", "e", 1),
  ])
  func distancesAreThoseOfTheAlignment(a: String, b: String, distance: Int) {
    #expect(NearestName.distance(a, b) == distance)
    #expect(NearestName.distance(b, a) == distance)
  }
}
