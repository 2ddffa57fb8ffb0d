/// Iterates over the lines of a CSV file, starting at the first line that is not blank.
@unsafe package struct CSVCursor {
  /// The number of the next line, from 1.
  package private(set) var line = 1
  /// The start of the next line.
  package private(set) var next: UnsafePointer<UInt8>
  /// The end of the last line that is not blank.
  package let limit: UnsafePointer<UInt8>

  /// Finds the first line after a byte order mark and blanks.
  package init(_ bytes: UnsafePointer<UInt8>, count: Int) throws(CSVRefusal) {
    if let offset = unsafe Self.firstNull(bytes, min(count, 1 << 12)) {
      throw .file(.notText(line: unsafe Self.lineNumber(of: offset, bytes)))
    }
    var end = count
    // A tab may stand before a last field that is empty.
    while unsafe end > 0 && bytes[end - 1] <= 0x20 && bytes[end - 1] != 9 { end -= 1 }
    unsafe limit = unsafe bytes + end
    unsafe next = unsafe bytes + min(end, Self.markLength(bytes, count))
    unsafe skipBlanks()
    guard unsafe next < limit else { throw .file(.empty) }
  }

  /// Moves to the start of the first line that is not blank.
  private mutating func skipBlanks() {
    var position = unsafe next
    while unsafe position < limit && position[0] <= 0x20 {
      unsafe position += 1
      if unsafe position[-1] == UInt8(ascii: "\n") {
        unsafe line += 1
        unsafe next = position
      }
    }
  }

  /// Advances past the next line and returns it; nil at the end.
  package mutating func nextLine() -> CSVLine? {
    guard unsafe next < limit else { return nil }
    let found = unsafe CSVLine(from: next, before: limit)
    unsafe next = unsafe found.end + 1
    unsafe line += 1
    return unsafe found
  }

  /// Advances past the next line and returns its fields as texts; nil at the end.
  package mutating func nextTexts(
    _ delimiter: UInt8 = CSVMark.comma
  ) throws(CSVRefusal) -> [String]? {
    let number = unsafe line
    guard let found = unsafe nextLine() else { return nil }
    return try unsafe found.texts(number, delimiter)
  }

  /// The length of a UTF-8 byte order mark, 0 if there is none.
  package static func markLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    unsafe count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  /// The offset of the first zero byte, which no text contains.
  package static func firstNull(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    (0 ..< count).first { unsafe bytes[$0] == 0 }
  }

  /// The number of the line that contains a byte.
  package static func lineNumber(of offset: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
    1 + (0 ..< offset).count { unsafe bytes[$0] == UInt8(ascii: "\n") }
  }
}

extension CSVLine {
  /// The fields as texts; `number` is the line number.
  package func texts(
    _ number: Int, _ delimiter: UInt8 = CSVMark.comma
  ) throws(CSVRefusal) -> [String] {
    guard let fields = unsafe fields(delimiter) else {
      throw .line(number, column: nil, .unclosedQuote)
    }
    var texts: [String] = []
    for index in 0 ..< (unsafe fields.count) {
      guard let text = unsafe fields[index].text else { throw .file(.notText(line: number)) }
      texts.append(text)
    }
    return texts
  }
}
