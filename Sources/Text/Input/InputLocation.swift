/// A location in user input: a file or flag, a line, a column and a part.
public struct InputLocation: Hashable, Sendable {
  /// The path of the file, the flag or the preset; nil if only the caller knows it.
  public var source: String?
  /// The line, counted from 1; nil for the whole source.
  public var line: Int?
  /// The column of the line in characters, counted from 1.
  public var column: Int?
  /// The part of the source: `margin.level`, `position 2`, `column "level"`.
  public var part: String?

  /// A location with the components that are known.
  public init(
    _ source: String? = nil, line: Int? = nil, column: Int? = nil, part: String? = nil
  ) {
    self.source = source
    self.line = line
    self.column = column
    self.part = part.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A location at a position of a source; nil for the whole source.
  public init(_ source: String?, _ position: TextPosition?, part: String? = nil) {
    self.init(source, line: position?.line, column: position?.column, part: part)
  }

  /// The style of a location's text.
  public enum Style: Hashable, Sendable {
    /// `policy.toml:12:9: margin.level`.
    case colons
    /// `rates.csv, line 12, column "level"`.
    case words
  }

  /// The location as text; empty if nothing is known.
  public func text(_ style: Style) -> String {
    switch style {
    case .colons:
      let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
      return [source.map { $0 + position }, part].compactMap(\.self).joined(separator: ": ")
    case .words:
      let position = [line.map { "line \($0)" }, column.map { "column \($0)" }]
      return ([source] + position + [part]).compactMap(\.self).joined(separator: ", ")
    }
  }
}
