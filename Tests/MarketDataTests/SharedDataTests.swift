import Foundation
import MarketData
import TestSupport
import Testing

/// Real files that lie beside the package, whose licences do not let them be shipped.
struct SharedDataTests {
  static let statistics = SharedFile("data/REFERENCE_STATS.csv")

  /// One line of the reference statistics whose file is read without an option.
  struct Expected: CustomTestStringConvertible, Sendable {
    let file: String
    let asset: String
    let rows: Int
    let valid: Int
    let bad: Int
    let firstDate: String
    let lastClose: Double
    var testDescription: String { "\(file) \(asset)" }
  }

  /// None where the statistics are missing, which ``theStatisticsNameFiles()`` says.
  static let cases: [Expected] = {
    guard let text = try? String(contentsOf: statistics.located(), encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let f = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard f.count > 12, let rows = Int(f[2]),
        let valid = Int(f[3]), let bad = Int(f[7]), let last = Double(f[12])
      else { return nil }
      return Expected(
        file: f[0], asset: Self.asset(f[1]), rows: rows, valid: valid, bad: bad,
        firstDate: f[0].contains("yahoo_dirty") ? Self.nearestDate(f[9]) : String(f[9].prefix(10)),
        lastClose: last)
    }
  }()

  /// The asset that the statistics are of: GOOG of `19 US stocks (stats: GOOG)`.
  private static func asset(_ text: String) -> String {
    guard let mark = text.range(of: "stats: ") else { return text }
    return String(text[mark.upperBound...].prefix { $0 != " " && $0 != ")" })
  }

  /// The statistics count in UTC; a bar of a local midnight east or west of it belongs to the nearest date.
  private static func nearestDate(_ text: String) -> String {
    let halfDay: Int64 = text.hasSuffix("00:00:00") ? 0 : 43_200_000
    let stamp = Timestamp(text).map { Timestamp(milliseconds: $0.milliseconds + halfDay) }
    return stamp?.date.description ?? text
  }

  @Test(.enabled(if: statistics.isWanted)) func theStatisticsNameFiles() throws {
    _ = try Self.statistics.located()
    #expect(!Self.cases.isEmpty)
  }

  @Test(.enabled(if: statistics.isWanted), arguments: cases)
  func realFilesHaveTheirReferenceCounts(expected: Expected) async throws {
    let folder = try Self.statistics.located().deletingLastPathComponent().path
    let loaded = try await PriceLoader().load(paths: [folder + "/" + expected.file])
    if expected.bad > 0 {
      #expect(loaded.failures.count == 1)
      return
    }
    let history = try #require(
      loaded.panel[InstrumentID(rawValue: expected.asset)]
        ?? (loaded.panel.histories.count == 1 ? loaded.panel.histories.first : nil),
      "\(loaded.failures.map(\.message))")
    #expect(loaded.inputs.first?.rows == expected.rows || loaded.inputs.first?.shape == .long)
    #expect(history.count == expected.valid)
    #expect(history.axis.times?.first?.date.description == expected.firstDate)
    // The statistics of a file with closes that are not adjusted are of its adjusted ones.
    let adjusted = try await PriceLoader(options: LoadOptions(priceField: .adjustedClose))
      .load(paths: [folder + "/" + expected.file])
    let closes = [history.close.last, adjusted.panel.histories.first?.close.last]
    #expect(closes.contains(expected.lastClose))
  }
}

/// The files of `data/`, each a row of the table in its README.
struct ShippedDataTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let file: String
    let isWide: Bool
    let first: String
    let last: String
    let count: Int
    var testDescription: String { file }
  }

  // | `file` | columns | first | last | rows | SHA-256 |
  static let rows: [Row] = {
    let table = ReferenceFile.package().appending(path: "data/README.md")
    let text = (try? String(contentsOf: table, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 6, cells[0].hasSuffix(".csv`"),
        let count = Int(cells[4].replacing(",", with: ""))
      else { return nil }
      return Row(
        file: cells[0].replacing("`", with: ""), isWide: cells[1].contains("tickers"),
        first: cells[2], last: cells[3], count: count)
    }
  }()

  @Test func theTableNamesFiles() { #expect(Self.rows.count == 11) }

  @Test(arguments: rows) func shippedFilesHaveTheirCountsAndDates(row: Row) async throws {
    let path = ReferenceFile.package().appending(path: "data/" + row.file).path
    let loaded = try await PriceLoader().load(paths: [path])
    #expect(loaded.failures.isEmpty)
    #expect(loaded.panel.histories.count == (row.isWide ? 20 : 1))
    for history in loaded.panel.histories {
      #expect(history.count == row.count)
      #expect(history.axis.times?.first?.date.description == row.first)
      #expect(history.axis.times?.last?.date.description == row.last)
    }
  }
}
