extension StringProtocol {
  /// The text with control characters, escape sequences and marks of direction written as escapes.
  ///
  /// Names, cells, keys and paths come from files of others: printed as they are, they could color
  /// a terminal, move its cursor or reverse the order of what follows. `\u{1B}[31m` is then shown as
  /// such. Line feeds are kept where `keepingLines` is set, for messages of several lines.
  public func printable(keepingLines: Bool = false) -> String {
    let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isUnprintable, !(keepingLines && scalar == "\n") {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u{" + (digits.count == 1 ? "0" : "") + digits + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would act on the scalar, or reorder or hide text by it.
  fileprivate var isUnprintable: Bool {
    switch value {
    case 0 ..< 0x20, 0x7F ..< 0xA0: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028 ... 0x202E, 0x2060 ... 0x2069, 0xFEFF: true
    case 0xE0000 ... 0xE007F: true
    default: false
    }
  }
}
