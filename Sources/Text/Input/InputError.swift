/// An error in user input: its location, the problem and the remedy.
///
/// ```swift
/// let location = InputLocation("policy.toml", line: 12, part: "margin.level")
/// let error = InputError(
///   location, code: "out-of-range", "1.0 is not below 1", remedy: "write 0.99")
/// error.message      // policy.toml:12: margin.level: 1.0 is not below 1; write 0.99
/// ```
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The location of the fault.
  public var location: InputLocation
  /// The stable name of the fault.
  public var code: String
  /// What is wrong.
  public var problem: String
  /// How to fix it; empty if the problem already says so.
  public var remedy: String
  /// The style of ``message``.
  public var style: Style
  /// The text of the line, for ``excerpt``; nil if it is not shown.
  public var sourceLine: String?
  /// Further faults found in the same run, in the order of reading.
  public var further: [InputError] = []

  /// The style of a message.
  public enum Style: Hashable, Sendable {
    /// `file:line:column: part: problem; remedy`.
    case colons
    /// The same, followed by the code in parentheses.
    case colonsAndCode
    /// `file, line 3, column "level": problem; remedy`.
    case words
  }

  /// An error at a location.
  public init(
    _ location: InputLocation, code: String, _ problem: String, remedy: String,
    style: Style = .colons, sourceLine: String? = nil
  ) {
    self.location = location
    self.code = code
    self.problem = problem
    self.remedy = remedy
    self.style = style
    self.sourceLine = sourceLine
  }

  /// An error whose sentence is `problem; remedy`, split at the last semicolon.
  public init(
    _ location: InputLocation, code: String, sentence: String, style: Style = .colonsAndCode
  ) {
    let parts = sentence.split(separator: "; ", omittingEmptySubsequences: false)
    let remedy = parts.count > 1 ? String(parts[parts.count - 1]) : ""
    let problem = remedy.isEmpty ? sentence : String(sentence.dropLast(remedy.count + 2))
    self.init(location, code: code, problem, remedy: remedy, style: style)
  }

  /// The message of this fault alone, on one line.
  public var message: String {
    let prefix = location.text(style == .words ? .words : .colons)
    let sentence = problem + (remedy.isEmpty ? "" : "; \(remedy)")
    let end = style == .colonsAndCode && !code.isEmpty ? " (\(code))" : ""
    return (prefix.isEmpty ? "" : "\(prefix): ") + sentence + end
  }

  /// The same as ``message``.
  public var description: String { message }

  /// This fault and all further ones, each on its own.
  public var all: [InputError] {
    var first = self
    first.further = []
    return [first] + further.flatMap(\.all)
  }

  /// Combines several faults into one error, in the order of reading; nil if there are none.
  public init?(_ faults: [InputError]) {
    let position = { (error: InputError) in (error.location.line ?? 0, error.location.column ?? 0) }
    let all = faults.flatMap(\.all)
    let order = all.indices.sorted {
      position(all[$0]) < position(all[$1]) || (position(all[$0]) == position(all[$1]) && $0 < $1)
    }
    guard let first = order.first else { return nil }
    self = all[first]
    further = order.dropFirst().map { all[$0] }
  }
}

// MARK: - The source line

extension InputError {
  /// The line of the fault with a caret under its column; nil if either is unknown.
  ///
  ///     level = 1.0
  ///             ^
  ///
  /// Only the part around the column is shown of a line longer than 100 characters.
  public var excerpt: String? {
    guard let sourceLine, let column = location.column else { return nil }
    let scalars = Array(sourceLine.unicodeScalars)
    let caret = min(max(column, 1) - 1, scalars.count)
    let start = scalars.count > Self.widest ? max(0, caret - Self.widest / 2) : 0
    let shown = scalars[start ..< min(scalars.count, start + Self.widest)]
    let line = Self.text(shown.map { Self.isPrintable($0) ? $0 : " " })
    let indent = Self.text(scalars[start ..< caret].map { $0 == "\t" ? "\t" : " " })
    return "\(line)\n\(indent)^"
  }

  private static let widest = 100

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || (scalar.value >= 0x20 && !(0x7F ..< 0xA0).contains(scalar.value))
  }
}
