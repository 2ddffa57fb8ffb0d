/// Breaks long lines at spaces, but not between a number and its unit.
enum Wrapping {
  /// Returns the text wrapped to at most `width` columns where its words allow, each line ended.
  ///
  /// The first line is indented by `indent` and later lines by `hanging` more. Spaces before the
  /// first break are kept.
  static func lines(_ text: String, width: Int, indent: Int, hanging: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    // Text has at most as many columns as bytes.
    guard indent + text.utf8.count > width else { return margin + text + "\n" }
    var result = ""
    var line = margin
    var column = indent
    let later = String(repeating: " ", count: indent + hanging)
    for (index, word) in words(of: text).enumerated() {
      let wordWidth = String(word).displayWidth
      if index > 0, column + 1 + wordWidth > width, column > later.count {
        while line.hasSuffix(" ") { line.removeLast() }
        result += line + "\n"
        line = later + word
        column = later.count + wordWidth
      } else {
        line += (index == 0 ? "" : " ") + word
        column += (index == 0 ? 0 : 1) + wordWidth
      }
    }
    return (result + line + "\n").replacing("\u{A0}", with: " ")
  }

  /// The words of a text; a number and its unit are one, with a no-break space.
  static func words(of text: String) -> [Substring] {
    text.replacing(" %", with: "\u{A0}%").replacing(" pp", with: "\u{A0}pp")
      .split(separator: " ", omittingEmptySubsequences: false)
  }
}

extension String {
  /// The width in terminal columns: one per character, two for wide East Asian characters and
  /// emoji.
  var displayWidth: Int {
    if hasCharacterPerByte { return utf8.count }
    return reduce(0) { width, character in
      guard let scalar = character.unicodeScalars.first else { return width }
      return width + (Self.isWide(scalar) ? 2 : 1)
    }
  }

  /// Whether the text is ASCII, where only CR LF combines two bytes into one character.
  private var hasCharacterPerByte: Bool {
    let bytes = utf8.span
    for index in bytes.indices where bytes[index] >= 0x80 || bytes[index] == UInt8(ascii: "\r") {
      return false
    }
    return true
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100 ... 0x115F, 0x2E80 ... 0x303E, 0x3041 ... 0xA4CF, 0xAC00 ... 0xD7A3,
      0xF900 ... 0xFAFF, 0xFE30 ... 0xFE6F, 0xFF00 ... 0xFF60, 0xFFE0 ... 0xFFE6,
      0x1F300 ... 0x1F64F, 0x1F900 ... 0x1F9FF, 0x20000 ... 0x3FFFD:
      true
    default: false
    }
  }
}
