/// The page for text output: its width and whether it shows colors.
public struct PageSetup: Sendable, Hashable {
  /// The width in characters; nil for no limit.
  public let columns: Int?
  /// Whether tones are also shown in color.
  public let showsColor: Bool

  /// Creates a page with a width of at least 20 characters; nil for no limit.
  public init(columns: Int?, showsColor: Bool) {
    self.columns = columns.map { max(20, $0) }
    self.showsColor = showsColor
  }

  /// The page for a file or a pipe: unlimited width, no colors.
  public static let file = PageSetup(columns: nil, showsColor: false)

  /// The width of prose, in characters.
  var proseWidth: Int { min(100, columns ?? 100) }
}

/// The tone of a word or a finding: good, caution or bad.
public enum Tone: Int, Sendable, Hashable {
  /// As expected.
  case good
  /// Needs attention.
  case caution
  /// Failed or rejected.
  case bad

  /// Returns the text in the tone's color: green, yellow or red.
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
