import TestSupport
import Testing
import Text

/// Mutants of good documents: each is read or refused with a position within it; none traps.
struct HostileInputTests {
  @Test func mutantsOfJSONAreReadOrRefused() {
    var generator = SeededGenerator(seed: 21)
    for _ in 0 ..< 20_000 {
      let bytes = Mutant.bytes(RandomJSON.text(&generator), &generator)
      do throws(JSONFault) {
        let value = try JSON(reading: bytes)
        _ = (value.rendered, value.hashValue, value.inlineTOML, value.leaves())
        _ = try? value.decoded(as: [String: [Int]].self)
      } catch {
        #expect(Mutant.isWithin(error.position, bytes), "\(error) \(bytes)")
      }
    }
  }

  @Test func mutantsOfCSVAreReadOrRefused() {
    var generator = SeededGenerator(seed: 23)
    let table = "symbol,cap,\"a \"\"b\"\"\"\r\n\"A,B\",1.5,\"x\"\n\nC,1e5,\n"
    for _ in 0 ..< 20_000 {
      let bytes = Mutant.bytes(table, &generator)
      do throws(CSVRefusal) {
        _ = try CSVRecords(reading: bytes)
      } catch {
        #expect(!error.error("p").message.isEmpty)
      }
    }
  }
}

/// Good documents with a few bytes changed.
enum Mutant {
  static func bytes(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0 ..< Int.random(in: 1 ... 4, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0 ..< bytes.count, using: &generator)
      switch Int.random(in: 0 ... 5, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0 ... 255, using: &generator)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(bytes[Int.random(in: 0 ..< bytes.count, using: &generator)], at: index)
      case 3: bytes.removeSubrange(index...)
      case 4: bytes.swapAt(index, Int.random(in: 0 ..< bytes.count, using: &generator))
      default:
        let marks = Array("\"\\{}[],:=.\n\r\0'#u+-e0".utf8)
        bytes[index] = marks.randomElement(using: &generator) ?? 0
      }
    }
    return bytes
  }

  /// Whether a position is one of the bytes, or behind the last of its line.
  static func isWithin(_ position: TextPosition, _ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard (1 ... lines.count).contains(position.line) else { return false }
    return (1 ... lines[position.line - 1].count + 1).contains(position.column)
  }
}
