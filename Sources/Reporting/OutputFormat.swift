/// A form in which every result can be printed.
public struct OutputFormat: Sendable {
  /// The name in flags.
  public let name: String
  /// What a result is in the form, its last line ended.
  let rendered: @Sendable (any FormattedResult) -> String

  init(_ name: String, _ rendered: @escaping @Sendable (any FormattedResult) -> String) {
    self.name = name
    self.rendered = rendered
  }

  /// Every form, in the order in which messages name them.
  public static let allCases: [OutputFormat] = [
    .text,
    .csv,
    .json,
    .markdown,
  ]

  /// Tables and sentences for people, at most six significant digits.
  public static let text = OutputFormat("text") { $0.text }
  /// Comma-separated values at full precision, quoted as in RFC 4180.
  public static let csv = OutputFormat("csv") { $0.csv }
  /// JSON at full precision, by the contract that the object names in `schema`.
  public static let json = OutputFormat("json") { $0.json }
  /// Tables for a report or a comment.
  public static let markdown = OutputFormat("markdown") { $0.markdown }
}

extension OutputFormat: RawRepresentable, CaseIterable, Hashable {
  /// The form of a name; nil where none has it.
  public init?(rawValue name: String) {
    guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  /// The name.
  public var rawValue: String { name }

  /// Whether two forms have one name.
  public static func == (a: OutputFormat, b: OutputFormat) -> Bool { a.name == b.name }

  /// Feeds the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A result in the forms that others are made of, the last line of each ended.
protocol FormattedResult {
  /// Tables and sentences for people.
  var text: String { get }
  /// Comma-separated values.
  var csv: String { get }
  /// JSON.
  var json: String { get }
  /// Tables in Markdown.
  var markdown: String { get }
}
