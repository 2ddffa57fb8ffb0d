import Foundation
import MarketData
import Testing

/// Real files that lie beside the package, where they are present.
struct SharedDataTests {
  static let folder: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "shared/data").path
    return FileManager.default.fileExists(atPath: path + "/REFERENCE_STATS.csv") ? path : nil
  }()

  /// One line of the reference statistics whose file is in ISO dates, ascending, and has a plain header.
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

  static let cases: [Expected] = {
    guard let folder,
      let text = try? String(contentsOfFile: folder + "/REFERENCE_STATS.csv", encoding: .utf8)
    else {
      print("skipped: no shared/data with REFERENCE_STATS.csv beside the package")
      return []
    }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let f = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard f.count > 12, f[8] == "asc", f[4] == "0", f[6] == "0", let rows = Int(f[2]),
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

  /// Files in another form of date than ISO 8601, or that name no price column as such.
  static let outOfScope = [
    "_arch_", "investing_com", "nse_india", "prefixed_columns", "cryptodatadownload",
  ]

  @Test(.enabled(if: folder != nil), arguments: cases)
  func realFilesHaveTheirReferenceCounts(expected: Expected) async throws {
    let folder = try #require(Self.folder)
    guard !Self.outOfScope.contains(where: expected.file.contains) else { return }
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
    #expect(history.close.last == expected.lastClose)
  }
}
