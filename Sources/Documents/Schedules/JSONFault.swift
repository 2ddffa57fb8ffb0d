/// The first place at which a text is no JSON value, which `JSONDecoder` does not tell.
///
/// - SeeAlso: RFC 8259.
struct JSONFault: Error, Hashable {
  /// The byte, from 0; the length of the text where it ends too early.
  let offset: Int
  /// What would have to stand there.
  let expected: String

  /// The line, counted on from the text's first, and the column from 1, in bytes.
  func place(in text: [UInt8], firstLine: Int = 1) -> String {
    let before = text[..<min(offset, text.count)]
    let line = firstLine + before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return "line \(line), column \(before.count - lineStart + 1)"
  }

  /// Throws the first fault of a text that is to hold exactly one JSON value.
  static func check(_ text: [UInt8]) throws(JSONFault) {
    var scanner = JSONScanner(text: text)
    try scanner.value(depth: 0)
    guard scanner.next() == nil else { throw scanner.fault("the end of the text") }
  }
}

/// Walks over the values of a JSON text and keeps none.
private struct JSONScanner {
  let text: [UInt8]
  private var position = 0

  /// Values within values; no schedule has ten.
  private static let greatestDepth = 200

  init(text: [UInt8]) { self.text = text }

  func fault(_ expected: String) -> JSONFault { JSONFault(offset: position, expected: expected) }

  /// The next byte that is no blank, not yet taken.
  mutating func next() -> UInt8? {
    while position < text.count, Self.isBlank(text[position]) { position += 1 }
    return position < text.count ? text[position] : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  mutating func value(depth: Int) throws(JSONFault) {
    guard depth < Self.greatestDepth else { throw fault("fewer values within values") }
    switch next() {
    case UInt8(ascii: "{"):
      try list(closedBy: UInt8(ascii: "}")) { scanner throws(JSONFault) in
        guard scanner.next() == UInt8(ascii: "\"") else { throw scanner.fault("a name in quotes") }
        try scanner.string()
        guard scanner.take(UInt8(ascii: ":")) else { throw scanner.fault("a colon") }
        try scanner.value(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try list(closedBy: UInt8(ascii: "]")) { scanner throws(JSONFault) in
        try scanner.value(depth: depth + 1)
      }
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"): try number()
    case let byte? where (0x30 ... 0x39).contains(byte): try number()
    default: try word()
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next() == byte else { return false }
    position += 1
    return true
  }

  private mutating func list(
    closedBy end: UInt8, _ element: (inout JSONScanner) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    position += 1
    if take(end) { return }
    repeat { try element(&self) } while take(UInt8(ascii: ","))
    let mark = String(UnicodeScalar(end))
    guard take(end) else { throw fault("a comma or \(mark)") }
  }

  private mutating func string() throws(JSONFault) {
    position += 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      guard text[position] >= 0x20 else { throw fault("the end of a text in quotes") }
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < text.count else {
      position = text.count
      throw fault("the end of a text in quotes")
    }
    position += 1
  }

  private mutating func number() throws(JSONFault) {
    if text[position] == UInt8(ascii: "-") { position += 1 }
    let whole = try digits()
    guard whole == 1 || text[position - whole] != UInt8(ascii: "0") else {
      position -= whole
      throw fault("a number without a leading zero")
    }
    if position < text.count, text[position] == UInt8(ascii: ".") {
      position += 1
      _ = try digits()
    }
    guard position < text.count, text[position] | 0x20 == UInt8(ascii: "e") else { return }
    position += 1
    if position < text.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(text[position]) {
      position += 1
    }
    _ = try digits()
  }

  private mutating func digits() throws(JSONFault) -> Int {
    let start = position
    while position < text.count, (0x30 ... 0x39).contains(text[position]) { position += 1 }
    guard position > start else { throw fault("a digit") }
    return position - start
  }

  private mutating func word() throws(JSONFault) {
    for word in ["true", "false", "null"] where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return
    }
    throw fault("a value")
  }
}
