internal import Text

/// A human-readable result of sections with tables, lines and sentences, shared by all writers.
///
/// Empty blocks are omitted, and so are headings without blocks.
///
/// ```swift
/// var report = Report("Margins under stress")
/// report.add("BTC-USD, long", .table(breaks), .table(windows))
/// report.add("Warnings", .warnings(findings))
/// ```
public struct Report: Sendable {
  /// A group of blocks, optionally under a heading.
  public struct Section: Sendable {
    /// The heading; nil for blocks directly under the title.
    public let heading: String?
    /// The blocks, none of them empty.
    public let blocks: [Block]
  }

  /// A block of a section.
  public enum Block: Sendable {
    /// A table.
    case table(TextTable)
    /// A list of labeled lines.
    case lines(LabeledLines)
    /// Warnings or failures with their subjects.
    case findings([Finding], Tone)
    /// Sentences, one paragraph each.
    case notes([String])

    /// Returns a block of warnings, which limit the use of the numbers.
    public static func warnings(_ findings: [Finding]) -> Block { .findings(findings, .caution) }

    /// Returns a block of failures, for which there are no numbers.
    public static func failures(_ findings: [Finding]) -> Block { .findings(findings, .bad) }

    var isEmpty: Bool {
      switch self {
      case .table(let table): table.rows.isEmpty
      case .lines(let lines): lines.lines.isEmpty
      case .findings(let findings, _): findings.isEmpty
      case .notes(let notes): notes.isEmpty
      }
    }
  }

  /// The title; nil for an untitled list.
  public let title: String?
  /// The sections, in reading order.
  public private(set) var sections: [Section] = []

  /// Creates a report without sections.
  public init(_ title: String? = nil) { self.title = title?.printable() }

  /// Adds a section of the nonempty blocks.
  public mutating func add(_ heading: String? = nil, _ blocks: Block...) {
    add(heading, blocks)
  }

  /// Adds a section of the nonempty blocks.
  public mutating func add(_ heading: String? = nil, _ blocks: [Block]) {
    let kept = blocks.filter { !$0.isEmpty }.map(\.printable)
    guard !kept.isEmpty else { return }
    sections.append(Section(heading: heading?.printable(), blocks: kept))
  }
}
