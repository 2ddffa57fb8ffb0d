/// Escapes and unescapes JSON strings.
enum JSONEscapes {
  /// The text of a raw string; nil if an escape is not valid JSON.
  ///
  /// An unpaired surrogate is invalid because it has no Unicode text.
  static func decoded(_ raw: String) -> String? {
    guard raw.utf8.contains(UInt8(ascii: "\\")) else { return raw }
    var scalars = String.UnicodeScalarView()
    var rest = Substring(raw).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        scalars.append(scalar)
        continue
      }
      guard let mark = rest.popFirst(), let meant = meaning(of: mark, &rest) else { return nil }
      scalars.append(meant)
    }
    return String(scalars)
  }

  private static func meaning(
    of mark: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar? {
    switch mark {
    case "\"", "\\", "/": return mark
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": break
    default: return nil
    }
    guard let unit = codeUnit(&rest) else { return nil }
    guard (0xD800 ..< 0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard rest.popFirst() == "\\", rest.popFirst() == "u", let low = codeUnit(&rest),
      (0xDC00 ..< 0xE000).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  /// Reads four hexadecimal digits.
  private static func codeUnit(_ rest: inout Substring.UnicodeScalarView) -> UInt32? {
    var unit: UInt32 = 0
    for _ in 0 ..< 4 {
      guard let scalar = rest.popFirst(), scalar.isASCII,
        let digit = Character(scalar).hexDigitValue
      else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  /// The characters of a text as written between quotes.
  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  /// Appends a text in quotes with the necessary escapes; slashes are not escaped.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if needsEscape(text) {
      for byte in text.utf8 { append(byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  static func needsEscape(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
    }
    return false
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
    case 0 ..< 0x20: bytes.append(contentsOf: escape(byte).utf8)
    default: bytes.append(byte)
    }
  }

  private static func escape(_ control: UInt8) -> String {
    switch control {
    case 0x08: return "\\b"
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0C: return "\\f"
    case 0x0D: return "\\r"
    default: return (control < 16 ? "\\u000" : "\\u00") + String(control, radix: 16)
    }
  }
}
