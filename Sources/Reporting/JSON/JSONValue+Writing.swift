extension JSONValue {
  /// The value on one line: keys sorted, shortest round-trip numbers, slashes as they are.
  ///
  /// The bytes are those of Foundation's `JSONEncoder` with sorted keys; a history of 20 instruments
  /// over ten years takes it more than seven times as long.
  package var rendered: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A list of which each element is written as soon as it is made, so that a long one is no tree.
  static func written<Element>(
    _ elements: some Sequence<Element>, _ transform: (Element) -> JSONValue
  ) -> JSONValue {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(elements.underestimatedCount * bytesOfAnElement)
    bytes.append(UInt8(ascii: "["))
    for element in elements {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      transform(element).write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return .written(bytes)
  }

  /// About the length of an instrument's margins.
  private static let bytesOfAnElement = 2_048

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append("null")
    case .bool(let value): bytes.append(value ? "true" : "false")
    case .integer(let value): bytes.append(value.description)
    case .unsigned(let value): bytes.append(value.description)
    case .double(let value): Self.write(value, to: &bytes)
    case .string(let value): Self.write(value, to: &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields): Self.write(fields, to: &bytes)
    case .written(let text): bytes.append(contentsOf: text)
    }
  }

  private static func write(_ number: Double, to bytes: inout [UInt8]) {
    guard number.isFinite else { return bytes.append("null") }
    let text = number.description
    bytes.append(text)
    if text.hasSuffix(".0") { bytes.removeLast(2) }
  }

  private static func write(_ object: JSONObject, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, field) in object.sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      // Names of fields are identifiers, which need no escape.
      bytes.append(UInt8(ascii: "\""))
      bytes.append(field.name)
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: ":"))
      field.value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func write(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard needsEscape(string) else { return bytes.append(string) }
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append("\\\"")
      case UInt8(ascii: "\\"): bytes.append("\\\\")
      case 0 ..< 0x20: bytes.append(escape(byte))
      default: bytes.append(byte)
      }
    }
  }

  private static func needsEscape(_ string: String) -> Bool {
    let bytes = string.utf8.span
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
    }
    return false
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

extension [UInt8] {
  fileprivate mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}
