import TestSupport

/// Changes bytes, words, lines and structure of valid documents.
struct Mutator {
  var generator: SeededGenerator

  init(_ generator: SeededGenerator) { self.generator = generator }

  /// A document with a change, or a few.
  mutating func mutant(of seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    let isJSON = bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[")
    for _ in 0 ..< (below(3) > 0 ? 1 : 2 + below(3)) where !bytes.isEmpty {
      switch below(10) {
      case 0, 1: changeBytes(&bytes)
      case 2, 3: changeLines(&bytes)
      case 4 where seeds.count > 1: bytes = splice(bytes, seeds[below(seeds.count)])
      case 5 where isJSON, 6 where isJSON: changeTree(&bytes)
      default: changeWord(&bytes)
      }
    }
    return bytes
  }

  /// A number from 0 to `count` − 1; 0 for no range.
  mutating func below(_ count: Int) -> Int {
    count < 2 ? 0 : Int.random(in: 0 ..< count, using: &generator)
  }

  /// A number of lines or bytes, mostly small.
  private mutating func length(_ most: Int) -> Int { 1 + min(below(most), below(most), below(16)) }
}

// MARK: - Bytes

extension Mutator {
  private static let marks = Array("\"\\{}[],:;=.\n\r\t\0'#u+-e0 |%".utf8) + [0xFF, 0xEF, 0x80]

  private mutating func changeBytes(_ bytes: inout [UInt8]) {
    let index = below(bytes.count)
    switch below(8) {
    case 0: bytes[index] ^= 1 << UInt8(below(8))
    case 1: bytes[index] = UInt8(below(256))
    case 2: bytes.remove(at: index)
    case 3: bytes.insert(Self.marks[below(Self.marks.count)], at: index)
    case 4: bytes[index] = Self.marks[below(Self.marks.count)]
    case 5: bytes.removeSubrange(index...)
    case 6: bytes.removeSubrange(index ..< min(bytes.count, index + length(200)))
    default:
      let chunk = Array(bytes[index ..< min(bytes.count, index + length(200))])
      for _ in 0 ..< 1 + below(4) { bytes.insert(contentsOf: chunk, at: index) }
    }
  }

  /// The head of one document and the tail of another, mostly cut at lines.
  private mutating func splice(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    func cut(_ bytes: [UInt8], _ index: Int) -> Int {
      bytes[index...].firstIndex(of: newline).map { $0 + 1 } ?? index
    }
    guard !b.isEmpty else { return a }
    let (i, j) = (below(a.count), below(b.count))
    return Array(a[..<cut(a, i)]) + b[cut(b, j)...]
  }
}

// MARK: - Lines

extension Mutator {
  private mutating func changeLines(_ bytes: inout [UInt8]) {
    // Long lines of JSON have no others: their elements are between commas.
    let isOneLine = bytes.count { $0 == 0x0A } < 3
    let separator = UInt8(ascii: isOneLine ? "," : "\n")
    var lines = bytes.split(separator: separator, omittingEmptySubsequences: false).map {
      Array($0)
    }
    let (i, j) = (below(lines.count), below(lines.count))
    switch below(7) {
    case 0: lines.remove(at: i)
    case 1: lines.insert(lines[i], at: j)
    case 2: lines.swapAt(i, j)
    case 3: lines.removeSubrange(min(i, j) ..< max(i, j))
    case 4: lines.insert(contentsOf: Array(repeating: lines[i], count: 1 + below(8)), at: i)
    case 5: changeFields(&lines[i])
    default:
      // The same column of every line.
      let column = below(8)
      let word = nasty()
      for index in lines.indices.dropFirst() where index % (1 + i) == 0 {
        var fields = lines[index].split(separator: 0x2C, omittingEmptySubsequences: false)
        if column < fields.count { fields[column] = word[...] }
        lines[index] = Array(fields.joined(separator: [0x2C]))
      }
    }
    bytes = Array(lines.joined(separator: [separator]))
  }

  private mutating func changeFields(_ line: inout [UInt8]) {
    var fields = line.split(separator: 0x2C, omittingEmptySubsequences: false)
    let (i, j) = (below(fields.count), below(fields.count))
    switch below(4) {
    case 0: fields.remove(at: i)
    case 1: fields.insert(fields[i], at: j)
    case 2: fields.swapAt(i, j)
    default: fields[i] = nasty()[...]
    }
    line = Array(fields.joined(separator: [0x2C]))
  }
}

// MARK: - Words

extension Mutator {
  /// Numbers that are out of a range, of a type, or of a meaning.
  static let numbers = [
    "0", "-1", "1", "-0.0", "2", "25", "100", "0.5", "0.25", "1.0000001", "0.9999999", "1e-9",
    "1e308", "-1e308", "1e-320", "5e-324", "NaN", "nan", "Infinity", "-inf", "1e400", "1e18",
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "4294967296",
    "18446744073709551616", "1e-9223372036854775808", "123456789012345678901234567890123456789",
    "1e9", "1e17", "1e-18", "0.000001", "10000", "999999", "1e6", "true", "null", "\"text\"", "[]",
    "{}",
    "", "1970-01-01", "9999-12-31", "2024-02-30", "0x7f", "1_000", "1,5", "٣",
  ]

  /// Texts that are empty, long, of other marks, or another key.
  private static let texts = [
    "", " ", "\u{1B}[31m", "\0", "\u{202E}abc", "é", "=1+1", "../../x", "/", "none", "all",
    "long", "short", "BTC", "normal", "window", "rate", "2020-01-01", "inf", "log", "difference",
    "\\u0000", "\\uD800", "\\", "'", "a,b", "a\\nb",
  ]

  /// A word of one of the lists.
  mutating func nasty() -> [UInt8] {
    switch below(20) {
    case 0: Array(repeating: UInt8(ascii: "x"), count: 1 << (4 + below(10)))
    case 1: Array(repeating: UInt8(ascii: "9"), count: 1 + below(400))
    case 2 ..< 6: Array(Self.texts[below(Self.texts.count)].utf8)
    default: Array(Self.numbers[below(Self.numbers.count)].utf8)
    }
  }

  /// Replaces a number, a word or what is between quotes.
  private mutating func changeWord(_ bytes: inout [UInt8]) {
    func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30 ... 0x39, 0x41 ... 0x5A, 0x61 ... 0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    guard let start = bytes[below(bytes.count)...].firstIndex(where: isWord) else { return }
    let first = bytes[..<start].lastIndex { !isWord($0) }.map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.count
    let word = bytes[first ..< end]
    if let number = Double(String(decoding: word, as: UTF8.self)), below(3) == 0 {
      let factors = [-1, 100, 0.01, 1e6, 1e-6, 1.5, 0]
      let changed = number * factors[below(factors.count)]
      let text = below(2) == 0 && abs(changed) < 1e15 ? "\(Int(changed))" : "\(changed)"
      bytes.replaceSubrange(first ..< end, with: text.utf8)
    } else if below(8) == 0 {
      // Another word of the document.
      var other = Mutator(generator)
      let from = other.below(bytes.count)
      let part = bytes[from...].drop { !isWord($0) }.prefix(while: isWord)
      generator = other.generator
      bytes.replaceSubrange(first ..< end, with: Array(part))
    } else {
      bytes.replaceSubrange(first ..< end, with: nasty())
    }
  }
}
