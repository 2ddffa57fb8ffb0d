/// A result as people read it: sections of tables, lines and sentences, made once for every writer.
///
/// Blocks with nothing in them are left out, and a heading without blocks with them.
///
/// ```swift
/// var report = Report("Margins under stress")
/// report.add("BTC-USD, long", .table(breaks), .table(windows))
/// report.add("Warnings", .warnings(findings))
/// ```
public struct Report: Sendable {
  /// Blocks that belong together, under a heading where they have one.
  public struct Section: Sendable {
    /// The heading; nil for blocks right under the title.
    public let heading: String?
    /// The blocks, none of them empty.
    public let blocks: [Block]
  }

  /// A part of a section.
  public enum Block: Sendable {
    /// A table.
    case table(TextTable)
    /// Labeled lines.
    case lines(LabelledLines)
    /// Warnings or failures, with what they concern.
    case findings([Finding], Tone)
    /// Sentences, each a paragraph.
    case notes([String])

    /// What limits the numbers.
    public static func warnings(_ findings: [Finding]) -> Block { .findings(findings, .caution) }

    /// What has no numbers.
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

  /// The title; nil for a list that needs none.
  public let title: String?
  /// The sections, in the order in which they are read.
  public private(set) var sections: [Section] = []

  /// A report without sections.
  public init(_ title: String? = nil) { self.title = title }

  /// Adds a section of the blocks that are not empty.
  public mutating func add(_ heading: String? = nil, _ blocks: Block...) {
    add(heading, blocks)
  }

  /// Adds a section of the blocks that are not empty.
  public mutating func add(_ heading: String? = nil, _ blocks: [Block]) {
    let kept = blocks.filter { !$0.isEmpty }
    if !kept.isEmpty { sections.append(Section(heading: heading, blocks: kept)) }
  }
}
