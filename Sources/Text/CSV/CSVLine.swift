internal import Glibc

/// One line of a file, as a range of bytes without the line ending.
@unsafe package struct CSVLine {
  package let start: UnsafePointer<UInt8>
  package let end: UnsafePointer<UInt8>

  /// The line that starts at `start`, before `limit`.
  package init(from start: UnsafePointer<UInt8>, before limit: UnsafePointer<UInt8>) {
    unsafe self.start = start
    unsafe self.end = Self.newline(from: start, before: limit)
  }

  /// The last line that ends at `limit`.
  package init(lastBefore limit: UnsafePointer<UInt8>, from start: UnsafePointer<UInt8>) {
    var first = unsafe limit
    while unsafe first > start && first[-1] != UInt8(ascii: "\n") { unsafe first -= 1 }
    unsafe self.start = unsafe first
    unsafe end = unsafe limit
  }

  /// Whether the line is a comment: it begins with a number sign that is not that of `#N/A`.
  package var isComment: Bool {
    guard unsafe start < end && start[0] == UInt8(ascii: "#") else { return false }
    return unsafe !(end - start >= 4 && start[2] == UInt8(ascii: "/"))
  }

  /// The next newline, or `limit`.
  package static func newline(
    from start: UnsafePointer<UInt8>, before limit: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    let found = unsafe memchr(start, Int32(UInt8(ascii: "\n")), limit - start)
    return unsafe found.map { unsafe UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
      ?? limit
  }

  /// The positions of the fields; nil if a quotation mark is not closed.
  package func fields(_ delimiter: UInt8 = CSVMark.comma) -> [CSVField]? {
    var result: [CSVField] = unsafe []
    return unsafe appendFields(to: &result, delimiter) ? result : nil
  }

  /// Appends the positions of the fields and returns whether all quotation marks are closed.
  package func appendFields(
    to result: inout [CSVField], _ delimiter: UInt8 = CSVMark.comma
  ) -> Bool {
    var next = unsafe start
    let last = unsafe end > start && end[-1] == UInt8(ascii: "\r") ? end - 1 : end
    while true {
      guard let field = unsafe CSVField(from: next, before: last, delimiter) else { return false }
      unsafe result.append(field)
      unsafe next = field.next
      if unsafe next == last { return true }
      unsafe next += 1
    }
  }
}

/// The bytes with a meaning in CSV.
package enum CSVMark {
  package static let comma = UInt8(ascii: ",")
  static let quote = UInt8(ascii: "\"")
}

/// One field of a line.
@unsafe package struct CSVField {
  /// The start of the contents, without quotation marks and surrounding blanks.
  package let start: UnsafePointer<UInt8>
  package let count: Int
  /// The delimiter after the field, or the end of the line.
  package let next: UnsafePointer<UInt8>
  private let isQuoted: Bool

  private init(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, next: UnsafePointer<UInt8>,
    isQuoted: Bool
  ) {
    var first = unsafe start
    var last = unsafe end
    while unsafe first < last && first[0] <= 0x20 { unsafe first += 1 }
    while unsafe last > first && last[-1] <= 0x20 { unsafe last -= 1 }
    unsafe self.start = unsafe first
    unsafe count = unsafe last - first
    unsafe self.next = unsafe next
    unsafe self.isQuoted = isQuoted
  }

  /// The field that starts at `start`; nil if its quotation mark is not closed.
  package init?(
    from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    _ delimiter: UInt8 = CSVMark.comma
  ) {
    var first = unsafe start
    while unsafe first < end && first[0] <= 0x20 && first[0] != delimiter { unsafe first += 1 }
    guard unsafe first < end && first[0] == CSVMark.quote else {
      let next = unsafe Self.first(delimiter, from: first, before: end)
      unsafe self.init(from: first, to: next, next: next, isQuoted: false)
      return
    }
    guard let quote = unsafe Self.closingQuote(from: first + 1, before: end) else { return nil }
    let next = unsafe Self.first(delimiter, from: quote, before: end)
    unsafe self.init(from: first + 1, to: quote, next: next, isQuoted: true)
  }

  /// The first occurrence of a character, or the end.
  @inline(__always)
  private static func first(
    _ byte: UInt8, from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    // Most fields are too short for a call.
    var next = unsafe start
    let near = unsafe min(end, start + 16)
    while unsafe next < near {
      if unsafe next[0] == byte { return unsafe next }
      unsafe next += 1
    }
    let found = unsafe memchr(next, Int32(byte), end - next)
    return unsafe found.map { unsafe UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
  }

  /// The quotation mark that ends a field, skipping doubled ones.
  private static func closingQuote(
    from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var next = unsafe first(CSVMark.quote, from: start, before: end)
    while unsafe next < end {
      guard unsafe next + 1 < end && next[1] == UInt8(ascii: "\"") else { return unsafe next }
      unsafe next = first(CSVMark.quote, from: next + 2, before: end)
    }
    return nil
  }

  /// The contents as text, with doubled quotation marks unescaped; nil if they are not UTF-8.
  package var text: String? {
    guard let bytes = unsafe try? UTF8Span(validating: bytes.span) else { return nil }
    let text = String(copying: bytes)
    return unsafe isQuoted && text.contains("\"") ? Self.undoubled(text) : text
  }

  /// The bytes of the contents.
  package var bytes: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: start, count: count)
  }

  /// The contents as text, with replacement characters for invalid UTF-8.
  package var displayText: String {
    unsafe text ?? String(decoding: bytes, as: UTF8.self)
  }

  /// Replaces each doubled quotation mark inside a quoted field by one.
  private static func undoubled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var wasQuote = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" && wasQuote {
        wasQuote = false
      } else {
        result.append(scalar)
        wasQuote = scalar == "\""
      }
    }
    return String(result)
  }
}
