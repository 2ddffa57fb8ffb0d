extension JSON {
  /// The maximum nesting depth of a document.
  public static let greatestDepth = 64

  /// Parses a UTF-8 document of exactly one value; a byte order mark may come first.
  ///
  /// Duplicate keys are rejected. `firstLine` is the line number of the first line, for files with
  /// one document per line.
  public init(reading bytes: some Collection<UInt8>, firstLine: Int = 1) throws(JSONFault) {
    var reader = JSONReader(ContiguousArray(bytes), firstLine: firstLine)
    self = try reader.document()
  }

  /// Parses a document.
  public init(reading text: String) throws(JSONFault) { try self.init(reading: text.utf8) }
}

/// A document that can be written back as it was read: its value, layout and trailing whitespace.
public struct JSONDocument: Hashable, Sendable {
  /// The value.
  public var value: JSON
  /// The whitespace layout.
  public let layout: JSON.Layout
  /// The whitespace after the value.
  public let ending: String

  /// Parses a UTF-8 document.
  public init(reading bytes: [UInt8]) throws(JSONFault) {
    value = try JSON(reading: bytes)
    layout = JSON.Layout(of: bytes)
    let count = bytes.reversed().prefix { $0 <= 0x20 }.count
    ending = String(decoding: bytes.suffix(count), as: UTF8.self)
  }

  /// The document as text, byte for byte as read if its layout is one of the usual ones.
  public var written: String { value.written(layout) + ending }
}

/// Parses one document.
struct JSONReader {
  private let bytes: ContiguousArray<UInt8>
  private var next = 0
  private var line: Int
  /// The offset that column 1 of the line would have if all characters of the line so far were
  /// single bytes.
  private var lineStart = 0
  private var depth = 0

  init(_ bytes: ContiguousArray<UInt8>, firstLine: Int) {
    self.bytes = bytes
    line = firstLine
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      next = 3
      lineStart = 3
    }
  }

  mutating func document() throws(JSONFault) -> JSON {
    let value = try value()
    skipBlanks()
    guard next == bytes.count else { throw fault(.endOfDocument) }
    return value
  }

  private var position: TextPosition { TextPosition(line: line, column: next - lineStart + 1) }

  private func fault(_ expectation: JSONFault.Expectation) -> JSONFault {
    JSONFault(position: position, expectation: expectation, isAtEnd: next >= bytes.count)
  }

  private mutating func skipBlanks() {
    while next < bytes.count {
      switch bytes[next] {
      case 0x0A:
        line += 1
        lineStart = next + 1
      case 0x20, 0x09, 0x0D: break
      default: return
      }
      next += 1
    }
  }

  /// The next byte that is not whitespace; nil at the end.
  private mutating func peek() -> UInt8? {
    skipBlanks()
    return next < bytes.count ? bytes[next] : nil
  }

  private mutating func value() throws(JSONFault) -> JSON {
    let first = peek()
    let start = position
    switch first {
    case UInt8(ascii: "{"): return JSON(.object(try object()), at: start)
    case UInt8(ascii: "["): return JSON(.array(try array()), at: start)
    case UInt8(ascii: "\""):
      let (text, isEscaped) = try text()
      return JSON(isEscaped ? .escaped(text) : .string(text), at: start)
    case UInt8(ascii: "-")?, (0x30 ... 0x39)?: return JSON(.digits(try number()), at: start)
    default: return JSON(try word(), at: start)
    }
  }

  private mutating func word() throws(JSONFault) -> JSON.Content {
    for (word, content) in Self.words where bytes[next...].starts(with: word.utf8) {
      next += word.utf8.count
      return content
    }
    throw fault(.value)
  }

  private static let words: [(String, JSON.Content)] = [
    ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
  ]
}

// MARK: - Arrays and objects

extension JSONReader {
  private mutating func array() throws(JSONFault) -> [JSON] {
    var values: [JSON] = []
    try forEachElement(until: "]") { reader throws(JSONFault) in
      values.append(try reader.value())
    }
    return values
  }

  private mutating func object() throws(JSONFault) -> JSONObject {
    var members: [JSONObject.Member] = []
    var spellings: [String: String] = [:]
    var names: Set<String> = []
    try forEachElement(until: "}") { reader throws(JSONFault) in
      guard reader.peek() == UInt8(ascii: "\"") else { throw reader.fault(.key) }
      let start = reader.position
      let (text, isEscaped) = try reader.text()
      let name = isEscaped ? JSONEscapes.decoded(text) ?? text : text
      if isEscaped { spellings[name] = text }
      guard !Self.contains(members, name, &names) else {
        throw JSONFault(position: start, expectation: .otherKey(text), isAtEnd: false)
      }
      guard reader.peek() == UInt8(ascii: ":") else { throw reader.fault(.colon) }
      reader.next += 1
      members.append(JSONObject.Member(name, try reader.value(), at: start))
    }
    return JSONObject(members, spellings: spellings)
  }

  /// Whether a key is among the members; large objects are hashed.
  private static func contains(
    _ members: [JSONObject.Member], _ name: String, _ names: inout Set<String>
  ) -> Bool {
    guard members.count >= 16 else { return members.contains { $0.name == name } }
    if names.isEmpty { names = Set(members.map(\.name)) }
    return !names.insert(name).inserted
  }

  private mutating func forEachElement(
    until mark: Unicode.Scalar, _ body: (inout JSONReader) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard depth < JSON.greatestDepth else { throw fault(.lessDepth(JSON.greatestDepth)) }
    depth += 1
    defer { depth -= 1 }
    let close = UInt8(ascii: mark)
    next += 1
    if peek() == close {
      next += 1
      return
    }
    while true {
      try body(&self)
      let byte = peek()
      guard byte == close || byte == UInt8(ascii: ",") else {
        throw fault(.comma(or: Character(mark)))
      }
      next += 1
      if byte == close { return }
    }
  }
}

// MARK: - Strings and numbers

extension JSONReader {
  /// The characters between two quotes, and whether they contain escapes.
  private mutating func text() throws(JSONFault) -> (text: String, isEscaped: Bool) {
    let quote = next
    next += 1
    let start = next
    var isEscaped = false
    var continuations = 0
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      let byte = bytes[next]
      guard byte >= 0x20 else { throw fault(.noControl) }
      if byte & 0xC0 == 0x80 { continuations += 1 }
      next += 1
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        if next < bytes.count, bytes[next] >= 0x20 { next += 1 }
      }
    }
    guard next < bytes.count else {
      next = bytes.count
      lineStart += continuations
      throw fault(.endOfText)
    }
    guard let text = string(start ..< next) else {
      next = quote
      throw fault(.utf8)
    }
    guard !isEscaped || JSONEscapes.decoded(text) != nil else {
      next = quote
      throw fault(.escape)
    }
    lineStart += continuations
    next += 1
    return (text, isEscaped)
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = next
    _ = take(UInt8(ascii: "-"))
    let first = next
    try takeDigits()
    guard next == first + 1 || bytes[first] != UInt8(ascii: "0") else {
      next = first
      throw fault(.noLeadingZero)
    }
    if take(UInt8(ascii: ".")) { try takeDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try takeDigits()
    }
    guard let digits = string(start ..< next) else { throw fault(.utf8) }
    return digits
  }

  /// The text of a range of bytes; nil if it is not UTF-8.
  private func string(_ range: Range<Int>) -> String? {
    guard let text = try? UTF8Span(validating: bytes.span.extracting(range)) else { return nil }
    return String(copying: text)
  }

  /// Consumes a byte if it is the next one.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard next < bytes.count, bytes[next] == byte else { return false }
    next += 1
    return true
  }

  private mutating func takeDigits() throws(JSONFault) {
    let start = next
    while next < bytes.count, (0x30 ... 0x39).contains(bytes[next]) { next += 1 }
    guard next > start else { throw fault(.digit) }
  }
}
