internal import Text

/// A list of labeled lines, such as the assumptions of a result.
public struct LabeledLines: Sendable {
  /// The lines, in reading order.
  public private(set) var lines: [(label: String, content: String)] = []

  /// Creates an empty list.
  public init() {}

  /// Adds a line.
  public mutating func append(_ label: String, _ content: String) {
    lines.append((label, content))
  }

  /// The lines without characters that a terminal would act on.
  var printable: LabeledLines {
    var printable = self
    printable.lines = lines.map { ($0.printable(), $1.printable(keepingLines: true)) }
    return printable
  }

  /// Appends the lines of another list.
  mutating func append(contentsOf other: LabeledLines) { lines += other.lines }
}
