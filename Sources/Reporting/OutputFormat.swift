/// A form in which every result can be printed.
public struct OutputFormat: Sendable {
  /// The name in flags.
  public let name: String
  /// What a result is in the form on a page, its last line ended.
  let rendered: @Sendable (any FormattedResult, PageSetup) -> String

  init(
    _ name: String, _ rendered: @escaping @Sendable (any FormattedResult, PageSetup) -> String
  ) {
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
  public static let text = OutputFormat("text") { result, page in
    TextWriter(page: page).text(of: result.makeReport())
  }
  /// Comma-separated values at full precision, quoted as in RFC 4180.
  public static let csv = OutputFormat("csv") { result, _ in result.csv }
  /// JSON at full precision, by the contract that the object names in `schema`.
  public static let json = OutputFormat("json") { result, _ in result.json }
  /// Tables for a report or a comment.
  public static let markdown = OutputFormat("markdown") { result, _ in
    MarkdownWriter().text(of: result.makeReport())
  }
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

/// A result in the three forms that all others are made of.
public protocol FormattedResult: Sendable {
  /// The result as people read it.
  func makeReport() -> Report
  /// Comma-separated values at full precision, the last line ended.
  var csv: String { get }
  /// JSON at full precision, the last line ended.
  var json: String { get }
}

extension FormattedResult {
  /// The result in a format on a page, its last line ended.
  public func rendered(as format: OutputFormat, on page: PageSetup = .file) -> String {
    format.rendered(self, page)
  }
}
