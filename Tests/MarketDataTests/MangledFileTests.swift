import MarketData
import TestSupport
import Testing

/// Files that went wrong on their way: whatever they hold, the answer is prices or failures.
struct MangledFileTests {
  private static let originals = [
    "date,open,close,volume\r\n2024-01-02,1,2,3\r\n2024-01-03,4,5.25,6\r\n2024-01-04,,7,\r\n",
    "\u{FEFF}\"date\",\"A\",\"B\"\n\"2024-01-02\",1,\"2\"\n2024-01-03 13:00:00+02:00,NA,-3\n",
    "symbol,date,price\nA,2024-01-02,1\nB,2024-01-02,2\nA,2024-01-03,1e3\nB,2024-01-03,.5\n",
    "1.5,2\n3,4\n5,6\n", "price\n1\n\n2\n",
  ].map { Array($0.utf8) }

  private static let marks = Array("\",\n\r\0.-+eE0 ;N\u{FF}".utf8) + [0xFF, 0xEF]

  private static func mangled(_ generator: inout CaseGenerator) -> [UInt8] {
    var bytes = originals[Int.random(in: 0 ..< originals.count, using: &generator)]
    for _ in 0 ..< Int.random(in: 1 ... 4, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0 ..< bytes.count, using: &generator)
      let mark = marks[Int.random(in: 0 ..< marks.count, using: &generator)]
      switch Int.random(in: 0 ... 3, using: &generator) {
      case 0: bytes[place] = mark
      case 1: bytes.insert(mark, at: place)
      case 2: bytes.remove(at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private static let cases = SlowTests.enabled ? 1_000 : 200

  @Test(.tags(.slow)) func everyMangledFileIsAnswered() async throws {
    let folder = try TemporaryFolder()
    var generator = CaseGenerator(seed: 3)
    var answers = (prices: 0, failures: 0)
    for _ in 0 ..< Self.cases {
      let path = try folder.write(bytes: Self.mangled(&generator), to: "x.csv")
      let loaded = try await PriceLoader().load(paths: [path])
      let histories = loaded.panel.histories
      #expect(!histories.isEmpty || !loaded.failures.isEmpty)
      #expect(histories.allSatisfy { $0.close.allSatisfy { $0 > 0 && $0.isFinite } })
      #expect(histories.allSatisfy { !$0.close.isEmpty && $0.axis.count == $0.close.count })
      #expect(loaded.failures.allSatisfy { $0.message.hasPrefix(path) })
      answers.prices += histories.isEmpty ? 0 : 1
      answers.failures += loaded.failures.isEmpty ? 0 : 1
    }
    #expect(answers.prices > Self.cases / 10 && answers.failures > Self.cases / 10)
  }
}
