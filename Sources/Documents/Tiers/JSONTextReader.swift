/// Reads a JSON document and refuses what it may not hold, by line and column.
struct JSONTextReader {
  /// What is wrong, and where; both counted from 1.
  struct Fault: Error, Hashable {
    let line: Int
    let column: Int
    let problem: String
  }

  private let bytes: [UInt8]
  private var place = 0
  /// The line of the place: a text holds no line end.
  private var line = 1
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value of a document in UTF-8, a byte-order mark before it allowed.
  static func read(_ bytes: [UInt8]) throws(Fault) -> JSONText {
    var reader = JSONTextReader(bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.place == bytes.count else { throw reader.fault("text after the end") }
    return value
  }

  private func fault(_ problem: String) -> Fault {
    let before = bytes[..<min(place, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return Fault(line: line, column: min(place, bytes.count) - start + 1, problem: problem)
  }

  private mutating func skipBlanks() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x0A: line += 1
      case 0x20, 0x09, 0x0D: break
      default: return
      }
      place += 1
    }
  }

  private mutating func next() throws(Fault) -> UInt8 {
    skipBlanks()
    guard place < bytes.count else { throw fault("the document ends too early") }
    return bytes[place]
  }

  private mutating func value() throws(Fault) -> JSONText {
    switch try next() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try literal("true")
    case UInt8(ascii: "f"): return try literal("false")
    case UInt8(ascii: "n"): return try literal("null")
    default: return try number()
    }
  }

  private mutating func object() throws(Fault) -> JSONText {
    var members: [JSONText.Member] = []
    let line = line
    try forEachElement(until: UInt8(ascii: "}")) { reader throws(Fault) in
      guard try reader.next() == UInt8(ascii: "\"") else {
        throw reader.fault("a key in quotes belongs here")
      }
      let start = reader
      let name = try reader.string()
      guard !members.contains(where: { $0.plainName == JSONText.decoded(name) }) else {
        throw start.fault("the key \"\(name)\" stands twice")
      }
      guard try reader.next() == UInt8(ascii: ":") else {
        throw reader.fault("a colon belongs here")
      }
      reader.place += 1
      members.append(JSONText.Member(name: name, value: try reader.value()))
    }
    return .object(members, line: line)
  }

  private mutating func array() throws(Fault) -> JSONText {
    var values: [JSONText] = []
    try forEachElement(until: UInt8(ascii: "]")) { reader throws(Fault) in
      values.append(try reader.value())
    }
    return .array(values)
  }

  private mutating func forEachElement(
    until close: UInt8, _ body: (inout JSONTextReader) throws(Fault) -> Void
  ) throws(Fault) {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw fault("values are nested more than 64 deep") }
    place += 1
    if try next() == close {
      place += 1
      return
    }
    while true {
      try body(&self)
      let byte = try next()
      place += 1
      if byte == close { return }
      guard byte == UInt8(ascii: ",") else {
        place -= 1
        throw fault("a comma or \"\(Character(UnicodeScalar(close)))\" belongs here")
      }
    }
  }

  private mutating func string() throws(Fault) -> String {
    let start = place + 1
    place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20 else { throw fault("a text ends within its line") }
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place < bytes.count, let text = String(validating: bytes[start ..< place], as: UTF8.self)
    else { throw fault("a text has no end, or is not UTF-8") }
    guard JSONText.decoded(text) != nil else {
      throw fault("a text holds an escape that JSON does not know")
    }
    place += 1
    return text
  }

  private mutating func literal(_ word: String) throws(Fault) -> JSONText {
    guard bytes[place...].starts(with: word.utf8) else { throw fault("no value begins so") }
    place += word.utf8.count
    return .literal(word)
  }

  private mutating func number() throws(Fault) -> JSONText {
    let start = place
    skip(UInt8(ascii: "-"))
    let isWhole = skip(UInt8(ascii: "0")) || skipDigits()
    let hasFraction = !skip(UInt8(ascii: ".")) || skipDigits()
    var hasExponent = true
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
      hasExponent = skipDigits()
    }
    guard isWhole, hasFraction, hasExponent, !isInNumber else {
      place = start
      throw fault("no value begins so")
    }
    return .number(String(decoding: bytes[start ..< place], as: UTF8.self))
  }

  /// Whether the next byte would go on with a number.
  private var isInNumber: Bool {
    place < bytes.count && "+-.eE0123456789".utf8.contains(bytes[place])
  }

  /// Passes one byte where it is the next.
  @discardableResult
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// Passes digits; false where there is none.
  private mutating func skipDigits() -> Bool {
    let start = place
    while place < bytes.count, (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(bytes[place]) {
      place += 1
    }
    return place > start
  }
}
