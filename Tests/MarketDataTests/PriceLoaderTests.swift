import Foundation
import MarketData
import Synchronization
import TestSupport
import Testing

struct PriceLoaderTests {
  /// A wide file of several mebibytes, with gaps and one bad price far down.
  private static func wideText(rows: Int, columns: Int) -> String {
    var generator = CaseGenerator(seed: 11)
    var text = "date," + (0 ..< columns).map { "S\($0)" }.joined(separator: ",") + "\n"
    for row in 0 ..< rows {
      text += CalendarDate(days: 10_000 + Int32(row)).description
      for column in 0 ..< columns {
        let cents = Int.random(in: 100 ... 9_999_999, using: &generator)
        text += row % 97 == column ? "," : ",\(cents / 100).\(cents % 100)"
      }
      text += "\n"
    }
    return text
  }

  @Test(.enabled(if: SlowTests.enabled)) func theResultIsTheSameBitsForAnyNumberOfJobs()
    async throws
  {
    let text = Self.wideText(rows: 4_000, columns: 120)
    #expect(text.utf8.count > 3 << 20, "The file must be large enough to be cut into chunks")
    let bad = text.replacingOccurrences(of: "2005-01-03,", with: "2005-01-03,x")
    let folder = try TemporaryFolder()
    for contents in [text, bad] {
      let path = try folder.write(contents, to: "wide.csv")
      let one = try await PriceLoader().load(paths: [path], jobs: 1)
      for jobs in 2 ... 4 {
        let more = try await PriceLoader().load(paths: [path], jobs: jobs)
        #expect(more.panel == one.panel)
        #expect(more.failures == one.failures)
        #expect(more.missing == one.missing)
        #expect(more.inputs == one.inputs)
      }
      #expect(one.panel.histories.count == (contents == text ? 120 : 119))
      #expect(one.failures.map(\.instrument?.rawValue) == (contents == text ? [] : ["S0"]))
    }
  }

  @Test func everyCellOfAWideFileReachesItsPlace() async throws {
    let rows = 301
    let columns = 77
    func price(_ row: Int, _ column: Int) -> Double { Double(row * 1_000 + column) + 1.25 }
    var text = "date," + (0 ..< columns).map { "S\($0)" }.joined(separator: ",") + "\n"
    for row in 0 ..< rows {
      text += CalendarDate(days: Int32(row)).description + ","
      text += (0 ..< columns).map { "\(price(row, $0))" }.joined(separator: ",") + "\n"
    }
    let loaded = try await load(text)
    for column in 0 ..< columns {
      let history = loaded.panel[InstrumentID(rawValue: "S\(column)")]
      #expect(history?.close == (0 ..< rows).map { price($0, column) })
    }
  }

  @Test func theOrderOfPathsDoesNotMatterAndNoFileIsReadTwice() async throws {
    let folder = try TemporaryFolder()
    let paths = try ["C", "A", "B"].map {
      try folder.write("date,close\n2024-01-02,1\n2024-01-03,2\n", to: "\($0).csv")
    }
    _ = try folder.write("not this", to: "notes.txt")
    _ = try folder.makeFolder("inner.csv")
    let loader = PriceLoader()
    let some = try await loader.load(paths: paths)
    let reversed = try await loader.load(paths: paths.reversed(), jobs: 2)
    let twice = try await loader.load(paths: [folder.path] + paths)
    #expect(some.panel.histories.map(\.instrument.rawValue) == ["A", "B", "C"])
    for other in [reversed, twice] {
      #expect(other.panel == some.panel)
      #expect(other.inputs == some.inputs)
      #expect(other.failures.isEmpty)
    }
  }

  @Test(arguments: [1, 2])
  func theInspectorSeesTheBytesOfEachFileOnce(jobs: Int) async throws {
    let folder = try TemporaryFolder()
    let texts = ["A": "date,close\n2024-01-02,1\n", "B": "date,close\n2024-01-02,22\n"]
    for (name, text) in texts { _ = try folder.write(text, to: name + ".csv") }
    let seen = Mutex<[String: [UInt8]]>([:])
    _ = try await PriceLoader().load(paths: [folder.path], jobs: jobs) { path, _, bytes in
      let copy = bytes.indices.map { bytes[$0] }
      seen.withLock { $0[path, default: []] += copy }
    }
    let found = seen.withLock(\.self)
    #expect(found.count == 2)
    for (name, text) in texts { #expect(found["\(folder.path)/\(name).csv"] == Array(text.utf8)) }
  }

  @Test func returnsAreReadAsReturns() async throws {
    let loaded = try await load(
      "date,A,B\n2024-01-02,1,-2\n2024-01-03,0,5\n",
      options: LoadOptions(contents: .returnsPercent))
    #expect(loaded.panel.histories.isEmpty)
    #expect(loaded.returns.map(\.values) == [[0.01, 0], [-0.02, 0.05]])
    #expect(loaded.returns[0].converted(to: .log).values == [log1p(0.01), 0])
  }

  @Test func aPipeIsReadLikeAFile() async throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(
      contentsOf: Data("date,A\n2024-01-02,1\n2024-01-03,2\n".utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let loaded = try await PriceLoader().load(paths: [path])
    #expect(loaded.panel.histories.map(\.close) == [[1, 2]])
  }
}
