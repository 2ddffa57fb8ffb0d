/// Lines that begin with a label, such as the assumptions of a result.
public struct LabelledLines: Sendable {
  /// The lines, in the order in which they are read.
  public private(set) var lines: [(label: String, content: String)] = []

  /// No lines.
  public init() {}

  /// Adds a line.
  public mutating func append(_ label: String, _ content: String) {
    lines.append((label, content))
  }

  /// Adds the lines of another.
  mutating func append(contentsOf other: LabelledLines) { lines += other.lines }
}
