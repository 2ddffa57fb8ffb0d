import Foundation
import TestSupport
import Testing

@testable import Text

/// A file that is removed with its owner.
final class TemporaryFile {
  let path: String

  init(_ bytes: some Sequence<UInt8>) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "text-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    path = url.path(percentEncoded: false)
  }

  convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

struct CSVTextTests {
  @Test func fieldsAreQuotedWhereTheyMustBe() {
    var csv = CSVText(header: "a,b,c,d")
    csv.append(["plain", "B,B", "say \"no\"", "two\nlines"])
    #expect(csv.text == "a,b,c,d\nplain,\"B,B\",\"say \"\"no\"\"\",\"two\nlines\"\n")
  }

  @Test func numbersAreTheShortestThatReadBackTheSame() {
    #expect(CSVText.number(0.1 + 0.2) == "0.30000000000000004")
    #expect(CSVText.number(250) == "250")
    #expect(CSVText.number(.infinity) == "" && CSVText.number(nil) == "")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SeededGenerator(seed: 3)
    let parts = ["a", "B", ",", "\"", "\"\"", "é", "\"\u{301}", " x", "😀", ";", "\t.", "'"]
    for _ in 0 ..< 3_000 {
      var csv = CSVText(header: "a,b,c")
      let rows = (0 ..< 3).map { _ in
        (0 ..< 3).map { _ in
          let count = Int.random(in: 0 ... 4, using: &generator)
          let text = (0 ..< count).map { _ in parts.randomElement(using: &generator) ?? "" }
            .joined()
          return "x" + text + "y"
        }
      }
      for row in rows { csv.append(row) }
      let read = try CSVRecords(reading: Array(csv.text.utf8))
      #expect(read.rows.map(\.cells) == rows)
    }
  }
}

struct CSVRecordsTests {
  @Test func rowsKnowTheirLines() throws {
    let text = "\u{FEFF}\r\n symbol , cap\r\n\"A,B\",1\r\n\r\n\"say \"\"no\"\"\", 2 \n\n"
    let records = try CSVRecords(reading: Array(text.utf8))
    #expect(records.header == .init(line: 2, cells: ["symbol", "cap"]))
    #expect(
      records.rows == [
        .init(line: 3, cells: ["A,B", "1"]), .init(line: 5, cells: ["say \"no\"", "2"]),
      ])
  }

  @Test(arguments: [
    ("", CSVRefusal.file(.empty)), (" \n\r\n", .file(.empty)),
    ("a,b\n\"c,d", .line(2, column: nil, .unclosedQuote)),
    ("a,b\nc\0,d", .file(.notText(line: 2))),
  ])
  func whatIsNoTableIsRefused(text: String, refusal: CSVRefusal) {
    #expect(throws: refusal) { try CSVRecords(reading: Array(text.utf8)) }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: CSVRefusal.file(.notText(line: 2))) {
      try CSVRecords(reading: [0x61, 0x0A, 0xFF, 0x0A])
    }
  }
}

struct CSVColumnsTests {
  private enum Column: String, CaseIterable { case name, rate, bound, day }

  private static let day = CSVIntegerField(
    parse: { bytes in bytes.count == 1 ? Int64(bytes[0]) : nil },
    fault: { .unfit(code: "no-day", problem: "\"\($0)\" is not a day", remedy: "write a letter") })

  private func read(_ text: String) throws -> CSVColumns<Column> {
    let file = try TemporaryFile(text)
    return try CSVColumns(
      path: file.path, meaning: { Column(rawValue: plainColumnName($0)) },
      contents: { column in
        switch column {
        case .name: .text
        case .rate: .number
        case .bound: .extendedNumber
        case .day: .integer(Self.day)
        }
      })
  }

  @Test func columnsAreReadByTheirNames() throws {
    let columns = try read(
      "Name,other,RATE, bound ,day\n\"A,B\",x,1e-3,inf,a\nC,,NA,2.5,b\n"
        + "C,,123456789012345678901,0.1,c\n")
    #expect(columns.rowCount == 3 && columns.lines == 2 ... 4)
    #expect(columns.names[.bound] == "bound")
    #expect(columns.texts(.name)?.names == ["A,B", "C"])
    #expect(columns.texts(.name)?.indices == [0, 1, 1])
    #expect(columns.numbers(.rate)?[0] == 1e-3 && columns.numbers(.rate)?[1].isNaN == true)
    #expect(columns.numbers(.rate)?[2] == 1.2345678901234568e20)
    #expect(columns.numbers(.bound) == [.infinity, 2.5, 0.1])
    #expect(columns.integers(.day) == [97, 98, 99])
    #expect(columns.numbers(.name) == nil)
    let error = columns.error(1, .rate, code: "c", "p", remedy: "r")
    #expect(error.message.hasSuffix(", line 3, column \"RATE\": p; r"))
    #expect(columns.error(0, code: "c", "p", remedy: "r").message.hasSuffix(", line 2: p; r"))
  }

  @Test(arguments: [
    (
      "rate\n1,563.74\n",
      ", line 2: found 2 fields, expected 1; remove the extra fields, or quote a field that "
        + "contains a comma"
    ),
    (
      "rate\n\"1,563.74\"\n",
      ", line 2, column \"rate\": \"1,563.74\" is not a number; write it without thousands "
        + "separators, as in 1563.74"
    ),
    (
      "rate\n\"0,5\"\n",
      ", line 2, column \"rate\": \"0,5\" is not a number; write it with a decimal point, as "
        + "in 1563.74"
    ),
    (
      "rate\n5%\n",
      ", line 2, column \"rate\": \"5%\" is not a number; write the number without a unit sign "
        + "or letter"
    ),
    (
      "rate\nx\n",
      ", line 2, column \"rate\": \"x\" is not a number; write a number such as 1563.74, or "
        + "leave the field blank if it is missing"
    ),
    (
      "rate\n1e999\n",
      ", line 2, column \"rate\": \"1e999\" is not a finite number; write a number, or leave the "
        + "field blank if the value is missing"
    ),
    (
      "rate,name\n1\n",
      ", line 2: found 1 field, expected 2; add the missing fields; a missing value is an "
        + "empty field"
    ),
    ("rate\n", ", line 2: no rows follow the header; add rows, or remove the file"),
    (
      "rate,Rate\n1,2\n",
      ", line 1, column \"Rate\": two columns are named \"Rate\"; give each column a unique "
        + "name"
    ),
    ("day\nab\n", ", line 2, column \"day\": \"ab\" is not a day; write a letter"),
    ("", ", line 1: the file is empty; write a header and rows, or remove the file"),
    ("\0", ", line 1: not UTF-8 text; decompress the file, or save it as CSV in UTF-8"),
  ])
  func aFaultIsNamedByLineAndColumn(text: String, message: String) throws {
    let error = try #require(throws: InputError.self) { try read(text) }
    #expect(error.message.hasSuffix(message), "\(error.message)")
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    func message(_ path: String) throws -> String {
      let error = try #require(throws: InputError.self) {
        try CSVColumns<Column>(path: path, meaning: { _ in nil }, contents: { _ in .text })
      }
      return error.message
    }
    #expect(
      try message("/dev/null/x.csv") == "/dev/null/x.csv: no such file or folder; check the path")
    #expect(try message("/") == "/: is a folder, not a file; name a file in it")
  }
}

struct TextFileTests {
  @Test func aFileIsReadWhole() throws {
    let text = "\u{FEFF}é" + String(repeating: "line\n", count: 200_000)
    let file = try TemporaryFile(text)
    #expect(try TextFile.text(of: file.path) == String(text.dropFirst()))
    #expect(try TextFile.bytes(of: file.path).count == text.utf8.count)
    #expect(try TextFile.bytes(of: "/dev/null").isEmpty)
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    #expect(throws: FileFault.missing) { try TextFile.bytes(of: "/dev/null/x") }
    #expect(throws: FileFault.missing) { try TextFile.text(of: "/nowhere/x") }
    #expect(throws: FileFault.isFolder) { try TextFile.bytes(of: "/") }
    let file = try TemporaryFile([0x61, 0x0A, 0x0A, 0xC3, 0x28])
    #expect(throws: FileFault.notText(line: 3)) { try TextFile.text(of: file.path) }
    #expect(
      FileFault.missing.error("p.toml").message == "p.toml: there is no such file; check the path")
    #expect(
      FileFault.missing.error("p", remedies: ["missing-file": "write one"]).message
        == "p: there is no such file; write one")
    #expect(
      FileFault.notText(line: 3).error("p").message == "p:3: is not UTF-8 text; save it as UTF-8")
  }
}
