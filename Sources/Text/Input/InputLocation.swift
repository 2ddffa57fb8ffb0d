/// Where something stands in what a user gave: a file or flag, a line and a column, a part of it.
public struct InputLocation: Hashable, Sendable {
  /// The path of the file, the flag or the preset; nil when the caller alone knows it.
  public var source: String?
  /// The line, from 1; nil where the whole source is meant.
  public var line: Int?
  /// The column of the line, from 1, in characters.
  public var column: Int?
  /// What is meant within the source: `margin.level`, `position 2`, `column "level"`.
  public var part: String?

  /// A location, as far as it is known.
  public init(
    _ source: String? = nil, line: Int? = nil, column: Int? = nil, part: String? = nil
  ) {
    self.source = source
    self.line = line
    self.column = column
    self.part = part.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A location at a position; nil for the whole source.
  public init(_ source: String?, _ position: TextPosition?, part: String? = nil) {
    self.init(source, line: position?.line, column: position?.column, part: part)
  }

  /// How locations are written.
  public enum Style: Hashable, Sendable {
    /// `policy.toml:12:9: margin.level`.
    case colons
    /// `rates.csv, line 12, column "level"`.
    case words
  }

  /// The location as people read it; empty where nothing is known.
  public func text(_ style: Style) -> String {
    switch style {
    case .colons:
      let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
      return [source.map { $0 + position }, part].compactMap(\.self).joined(separator: ": ")
    case .words:
      let place = [line.map { "line \($0)" }, column.map { "column \($0)" }]
      return ([source] + place + [part]).compactMap(\.self).joined(separator: ", ")
    }
  }
}
