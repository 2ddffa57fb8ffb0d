import TestSupport
import Testing
import Text

struct TOMLDocumentTests {
  private static let policy = """
    [model.historical]
    window = 500

    [margin]
    level = 1.0   # the level
    as-of = 2020-03-16
    time = 07:32:00
    zoned = 1979-05-27T00:32:00.5-07:00
    utc = 1979-05-27 07:32:00Z
    "a.b" = [1, { c = true },
      -2.5e3]
    period = { count = 2, unit = "bars" }
    [[step]]
    buffer = {}
    [[step]]
    floor = { 'é' = "ü", rate = nan }
    """

  private func document() throws -> TOMLDocument {
    try TOMLDocument(Self.policy, file: "policy.toml")
  }

  @Test func valuesKeepTheirOrder() throws {
    let root = try document().root
    #expect(root.keys == ["model", "margin", "step"])
    #expect(root["margin"]?.keys == ["level", "as-of", "time", "zoned", "utc", "a.b", "period"])
    #expect(root.value(at: ["model", "historical", "window"])?.integer == 500)
    #expect(root.value(at: ["margin", "level"])?.double == 1)
    #expect(root.value(at: ["margin", "as-of"])?.string == "2020-03-16")
    #expect(root.value(at: ["margin", "time"])?.string == "07:32:00")
    #expect(root.value(at: ["margin", "zoned"])?.string == "1979-05-27T00:32:00.5-07:00")
    #expect(root.value(at: ["margin", "utc"])?.string == "1979-05-27T07:32:00Z")
    #expect(root.value(at: ["margin", "a.b"])?.inlineTOML == "[1, { c = true }, -2500]")
    #expect(root["step"]?.elements?.count == 2)
  }

  @Test(arguments: [
    ("model", 1, 2, 1, 1), ("model.historical", 1, 8, 1, 1),
    ("model.historical.window", 2, 1, 2, 10),
    ("margin", 4, 2, 4, 1), ("margin.level", 5, 1, 5, 9), ("margin.as-of", 6, 1, 6, 9),
    ("margin.period.unit", 12, 23, 12, 30), ("step", 13, 3, 13, 1), ("step[1]", 13, 1, 13, 1),
    ("step[2]", 15, 1, 15, 1), ("step[2].floor", 16, 1, 16, 9), ("step[2].floor.é", 16, 11, 16, 17),
    ("step[2].floor.rate", 16, 22, 16, 29), ("step[2].floor.none.at.all", 16, 1, 16, 9),
    ("margin.none", 4, 2, 4, 1), ("step[3].buffer", 13, 3, 13, 1),
  ])
  func everyPathHasItsPositions(
    path: String, keyLine: Int, keyColumn: Int, line: Int, column: Int
  ) throws {
    let root = try document().root
    let path = Self.path(path)
    #expect(root.keyPosition(nearest: path) == TextPosition(line: keyLine, column: keyColumn))
    #expect(root.position(nearest: path) == TextPosition(line: line, column: column))
  }

  @Test func aKeyThatIsMissingInTheRootHasNone() throws {
    let document = try document()
    let error = document.error(
      at: DocumentPath(["inputs"]), code: "c", "is missing", remedy: "write it")
    #expect(error.message == "policy.toml: inputs: is missing; write it")
  }

  private static func path(_ text: String) -> DocumentPath {
    text.split(separator: ".").reduce(DocumentPath()) { path, part in
      let pieces = part.split(separator: "[")
      let key = path.appending(String(pieces[0]))
      return pieces.count == 1 ? key : key.element(Int(pieces[1].dropLast()) ?? 1)
    }
  }

  @Test func elementsOfAListHavePositionsOfTheirOwn() throws {
    let root = try document().root
    let list = DocumentPath(["margin", "a.b"])
    #expect(root.position(nearest: list.element(3)) == TextPosition(line: 11, column: 3))
    #expect(
      root.keyPosition(nearest: list.element(2).appending("c"))
        == TextPosition(line: 10, column: 15))
  }

  @Test func anErrorPointsAtTheValueOrTheKey() throws {
    let document = try document()
    let path = DocumentPath(["margin", "level"])
    let error = document.error(
      at: path, code: "out-of-range", "1.0 is not below 1", remedy: "write 0.99")
    #expect(error.message == "policy.toml:5:9: margin.level: 1.0 is not below 1; write 0.99")
    #expect(error.excerpt == "level = 1.0   # the level\n        ^")
    let unknown = document.error(
      at: path, .key, code: "unknown-key", "unknown key", remedy: "did you mean levels?")
    #expect(unknown.excerpt == "level = 1.0   # the level\n^")
    let none = try TOMLDocument(Self.policy).error(at: path, code: "c", "p", remedy: "r")
    #expect(none.message == "margin.level: p; r" && none.excerpt == nil)
  }

  @Test func numbersThatAreNotFiniteAreListed() throws {
    #expect(
      try document().pathsOfNonFiniteNumbers == [
        DocumentPath(["step"]).element(2).appending("floor").appending("rate")
      ])
    let other = try TOMLDocument("a = [1, -inf]\nb = inf")
    #expect(other.pathsOfNonFiniteNumbers.map(\.text) == ["a[2]", "b"])
  }

  @Test(arguments: [
    ("[model.historical]\nwindow = \n", 2, 10), ("[.a]", 1, 2), ("a = 1\na = 2", 2, 5),
    ("x = [1,", 1, 8),
    ("a = 'x", 1, 7), ("a = 2024-13-01", 1, 12), ("[a]\r\n[a]\r\n", 2, 1), ("a", 1, 2),
    ("= 1", 1, 1),
  ])
  func theFirstFaultOfSyntaxHasLineAndColumn(text: String, line: Int, column: Int) throws {
    let error = try #require(throws: InputError.self) { try TOMLDocument(text, file: "p.toml") }
    #expect(error.location == InputLocation("p.toml", line: line, column: column), "\(error)")
    #expect(error.code == "malformed-toml")
    #expect(error.message.hasSuffix("; write TOML 1.0, such as level = 0.99"))
    #expect(error.excerpt != nil)
  }

  @Test func anEmptyTextIsAnEmptyTable() throws {
    #expect(try TOMLDocument("").root == .object([:]))
    #expect(try TOMLDocument("\u{FEFF}# nothing\n").root.keys.isEmpty)
  }

  @Test func aFileIsReadOrNamed() throws {
    let file = try TemporaryFile("a = 1")
    #expect(try TOMLDocument(contentsOf: file.path).root["a"]?.integer == 1)
    let error = try #require(throws: InputError.self) {
      try TOMLDocument(contentsOf: "/nowhere.toml", remedies: ["missing-file": "write one"])
    }
    #expect(error.message == "/nowhere.toml: there is no such file; write one")
    let folder = try #require(throws: InputError.self) { try TOMLDocument(contentsOf: "/") }
    #expect(folder.message == "/: is a folder; name a file in it")
  }

  /// Random documents, written down with the line of every key beside it.
  @Test func keysStandWhereTheyWereWritten() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0 ..< 300 {
      var lines: [String] = []
      var places: [(path: DocumentPath, line: Int, column: Int)] = []
      for table in 0 ..< Int.random(in: 1 ... 6, using: &generator) {
        lines += Array(repeating: "# é", count: Int.random(in: 0 ... 2, using: &generator))
        lines.append("[t\(table).sub]")
        for key in 0 ..< Int.random(in: 0 ... 5, using: &generator) {
          let indent = String(repeating: " ", count: Int.random(in: 0 ... 4, using: &generator))
          let values = ["1", "\"a#b\"", "[\n 1,\n 2]", "'''x\n[y]\n'''", "{ a = 1 }", "0.5"]
          places.append(
            (DocumentPath(["t\(table)", "sub", "k\(key)"]), lines.count + 1, indent.count + 1))
          let value = values.randomElement(using: &generator) ?? "1"
          lines += "\(indent)k\(key) = \(value)".split(
            separator: "\n", omittingEmptySubsequences: false
          ).map(String.init)
        }
      }
      let root = try TOMLDocument(lines.joined(separator: "\n")).root
      for place in places {
        #expect(
          root.keyPosition(nearest: place.path)
            == TextPosition(line: place.line, column: place.column))
        #expect(root.value(at: place.path) != nil)
      }
    }
  }
}
