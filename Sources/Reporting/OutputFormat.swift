internal import Text

/// An output format that every result supports.
public struct OutputFormat: Sendable {
  /// The format's name on the command line.
  public let name: String
  /// Renders a result in the format for a page, ending with a newline.
  let rendered: @Sendable (any FormattedResult, PageSetup) -> String

  init(
    _ name: String, _ rendered: @escaping @Sendable (any FormattedResult, PageSetup) -> String
  ) {
    self.name = name
    self.rendered = rendered
  }

  /// All formats, in the order in which messages list them.
  public static let allCases: [OutputFormat] = [
    .text,
    .csv,
    .rawCSV,
    .json,
    .markdown,
  ]

  /// Plain-text tables and sentences, with at most six significant digits.
  public static let text = OutputFormat("text") { result, page in
    TextWriter(page: page).text(of: result.makeReport())
  }
  /// Comma-separated values at full precision, quoted as in RFC 4180 and without formulas.
  public static let csv = OutputFormat("csv") { result, _ in
    CSVText.guarded(result.csv)
  }
  /// The same with every cell as it is, for programs that compare names.
  public static let rawCSV = OutputFormat("raw-csv") { result, _ in result.csv }
  /// JSON at full precision, under the contract named in `schema`.
  public static let json = OutputFormat("json") { result, _ in result.json }
  /// Markdown tables for a report or a comment.
  public static let markdown = OutputFormat("markdown") { result, _ in
    MarkdownWriter().text(of: result.makeReport())
  }
}

extension OutputFormat: RawRepresentable, CaseIterable, Hashable {
  /// Creates the format with that name; nil where there is none.
  public init?(rawValue name: String) {
    guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  /// The format's name.
  public var rawValue: String { name }

  /// Returns whether two formats have the same name.
  public static func == (a: OutputFormat, b: OutputFormat) -> Bool { a.name == b.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A result that can be rendered as a report, CSV and JSON.
public protocol FormattedResult: Sendable {
  /// Returns the result as a human-readable report.
  func makeReport() -> Report
  /// The result as comma-separated values at full precision, ending with a newline.
  var csv: String { get }
  /// The result as JSON at full precision, ending with a newline.
  var json: String { get }
}

extension FormattedResult {
  /// Returns the result in a format for a page, ending with a newline.
  public func rendered(as format: OutputFormat, on page: PageSetup = .file) -> String {
    format.rendered(self, page)
  }
}
