import Foundation
import Synchronization
import TestSupport
import Testing
import Text

@testable import MarketData

/// Large files are read in blocks, and give what they give when they are read whole.
struct LineBlockTests {
  /// Files of a few hundred lines with all that a block may begin or end in.
  private static let files: [(name: String, text: String)] = [
    ("wide", wide(300)), ("wide with CRLF", wide(300).replacing("\n", with: "\r\n")),
    ("newest first", reversed(wide(300))), ("long", long(300)),
    ("long by instrument", long(300, byInstrument: true)),
    ("long with a second header", long(150) + long(150, from: 150)),
    ("bad price", long(300).replacing("2021-04-01,BÉ,1", with: "2021-04-01,BÉ,x1")),
    ("bad date", long(300).replacing("2021-04-01,BÉ", with: "2021-04-51,BÉ")),
    ("missing field", wide(300).replacing("2021-04-01,", with: "2021-04-01\n2021-04-02,")),
    ("unreadable cell", wide(300).replacing("2021-06-01,", with: "2021-06-01,oops,")),
    ("comments", wide(300).replacing("2021-05", with: "# a note\n2021-05")),
    ("footer", wide(300) + "Source: the exchange\n\nNo warranty\n"),
    ("currencies", currencies), ("ambiguous until late", dayFirst),
    ("no last line end", String(wide(300).dropLast())),
  ]

  private static func date(_ day: Int) -> String {
    CalendarDate(days: Int32(18_628 + day)).description
  }

  private static func price(_ day: Int, _ instrument: Int) -> String {
    let cents = 10_000 + (day * 7919 + instrument * 104_729) % 2_000
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  private static func wide(_ days: Int) -> String {
    (0 ..< days).reduce("date,A,BÉ,C\n") { text, day in
      text + "\(date(day)),\(price(day, 0)),\(price(day, 1)),\(price(day, 2))\n"
    }
  }

  private static func long(_ days: Int, from first: Int = 0, byInstrument: Bool = false) -> String {
    let names = ["A", "BÉ", "C"]
    let rows = (first ..< first + days).flatMap { day in
      (0 ..< 3).map {
        (order: byInstrument ? $0 : 0, row: "\(date(day)),\(names[$0]),\(price(day, $0))\n")
      }
    }
    return "date,symbol,close\n"
      + (0 ..< 3).flatMap { order in rows.filter { $0.order == order }.map(\.row) }.joined()
  }

  private static func reversed(_ text: String) -> String {
    let lines = text.split(separator: "\n")
    return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
  }

  private static let currencies =
    "date,symbol,close,currency\n"
    + (0 ..< 300).map { day in
      "\(date(day)),A,\(price(day, 0)),\(day < 200 ? "EUR" : "USD")\n"
        + "\(date(day)),B,\(price(day, 1)),EUR\n"
    }.joined()

  /// Twenty instruments on each of the first twelve days of months, then a thirteenth.
  private static let dayFirst =
    "date,symbol,close\n"
    + (1 ... 13).flatMap { day in
      (0 ..< 20).map { "\(day < 10 ? "0" : "")\(day)/03/2021,I\($0),\(price(day, $0))\n" }
    }.joined()

  private static let sizes = [
    LineBlocks.Sizes(smallest: 0, block: 300, headLines: 70),
    LineBlocks.Sizes(smallest: 0, block: 1_021, headLines: 70),
    LineBlocks.Sizes(smallest: 0, block: 4_096, headLines: 70),
  ]

  @Test(arguments: files.map(\.name), [1, 2])
  func blocksGiveWhatTheWholeFileGives(name: String, jobs: Int) async throws {
    let folder = try TemporaryFolder()
    let text = try #require(Self.files.first { $0.name == name }).text
    let path = try folder.write(text, to: "x.csv")
    let whole = await FileReader(path: path, options: LoadOptions()).read(jobs: 1, inspect: nil)
    for sizes in Self.sizes {
      let seen = Mutex<[UInt8]>([])
      let reading = await FileReader(path: path, options: LoadOptions(), sizes: sizes)
        .read(jobs: jobs) { _, offset, piece in
          seen.withLock { bytes in
            #expect(offset == bytes.count)
            for index in piece.indices { bytes.append(piece[index]) }
          }
        }
      #expect(reading.input == whole.input)
      #expect(reading.failures.map(\.message) == whole.failures.map(\.message))
      #expect(reading.series.map(\.history) == whole.series.map(\.history))
      #expect(reading.series.map(\.findings) == whole.series.map(\.findings))
      #expect(seen.withLock { $0 } == Array(text.utf8))
    }
    #expect(!whole.series.isEmpty || !whole.failures.isEmpty)
  }

  @Test func aFileIsReadInBlocksAtAll() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.wide(300), to: "x.csv")
    for sizes in Self.sizes {
      let blocks = try #require(try LineBlocks(path: path, sizes: sizes))
      #expect(try CSVDocument(blocks, options: LoadOptions()) != nil)
    }
  }

  @Test func textInAnotherEncodingInTheMiddleIsReadWhole() async throws {
    let folder = try TemporaryFolder()
    // Kč in Windows-1250, after the first lines and before the last.
    var bytes = Array(Self.currencies.utf8)
    let middle = try #require(bytes.firstRange(of: Array("2021-06-01,A,".utf8))).upperBound
    let word = try #require(bytes[middle...].firstRange(of: Array("EUR".utf8)))
    bytes.replaceSubrange(word, with: [0x4B, 0xE8])
    let path = try folder.write(bytes: bytes, to: "x.csv")
    let options = LoadOptions(treatments: [.mixedCurrency: .warn])
    let whole = await FileReader(path: path, options: options).read(jobs: 1, inspect: nil)
    let reading = await FileReader(path: path, options: options, sizes: Self.sizes[0])
      .read(jobs: 2, inspect: nil)
    #expect(reading.series.map(\.history) == whole.series.map(\.history))
    #expect(reading.input.format?.encoding == whole.input.format?.encoding)
    #expect(reading.input.format?.encoding != "UTF-8" && reading.series.count == 2)
  }

  /// What another process does to a file after its first block was read.
  enum Change: CaseIterable { case truncated, longer, rewritten }

  @Test(arguments: Change.allCases, 0 ..< 34)
  func aFileThatChangesMeanwhileIsRefused(change: Change, trial: Int) async throws {
    let folder = try TemporaryFolder()
    let text = Self.wide(300)
    let path = try folder.write(text, to: "x.csv")
    var generator = SeededGenerator(seed: UInt64(trial))
    let place = Int.random(in: 0 ..< text.utf8.count, using: &generator)
    let reading = await FileReader(path: path, options: LoadOptions(), sizes: Self.sizes[0])
      .read(jobs: 1 + trial % 2) { path, offset, _ in
        guard offset == 0, let file = FileHandle(forUpdatingAtPath: path) else { return }
        switch change {
        case .truncated: try? file.truncate(atOffset: UInt64(place))
        case .longer:
          _ = try? file.seekToEnd()
          try? file.write(contentsOf: Data("2022-01-01,1,2,3\n".utf8))
        case .rewritten:
          try? file.seek(toOffset: UInt64(place))
          try? file.write(contentsOf: Data("9".utf8))
          // Files are dated by a clock that ticks every few milliseconds.
          let later = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: 1)]
          try? FileManager.default.setAttributes(later, ofItemAtPath: path)
        }
        try? file.close()
      }
    #expect(reading.series.isEmpty)
    #expect(reading.failures.map(\.error) == [.file(path, .changed)])
  }
}
