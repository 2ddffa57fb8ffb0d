/// Where a text is read: how wide it is, and whether it shows colors.
public struct PageSetup: Sendable, Hashable {
  /// Characters of a line; nil for no limit.
  public let columns: Int?
  /// Whether meaning is shown in colors as well.
  public let showsColor: Bool

  /// A page of a width in characters, at least 20.
  public init(columns: Int?, showsColor: Bool) {
    self.columns = columns.map { max(20, $0) }
    self.showsColor = showsColor
  }

  /// A file or a pipe: full width, no colors.
  public static let file = PageSetup(columns: nil, showsColor: false)

  /// Characters of a line of prose.
  var proseWidth: Int { min(100, columns ?? 100) }
}

/// What a word or a finding means to its reader.
public enum Tone: Int, Sendable, Hashable {
  /// As it should be.
  case good
  /// To be looked at.
  case caution
  /// Failed, rejected, lost.
  case bad

  /// A text in the color of the tone: green, yellow or red.
  func colored(_ text: String) -> String {
    let code =
      switch self {
      case .good: 32
      case .caution: 33
      case .bad: 31
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
