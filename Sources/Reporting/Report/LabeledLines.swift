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

  /// Appends the lines of another list.
  mutating func append(contentsOf other: LabeledLines) { lines += other.lines }
}
