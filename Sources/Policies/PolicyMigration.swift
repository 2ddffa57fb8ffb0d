public import Text

/// A policy file in the current version of its schema, with comments and layout as written.
///
/// Version 1 is the first. A file that does not state it has the same keys, so that the statement
/// is the only change.
public struct PolicyMigration: Hashable, Sendable {
  /// The text of the file in the current version.
  public let text: String
  /// The changes, in line order; empty if the file is current.
  public let changes: [Change]

  /// A change of one line.
  public struct Change: Hashable, Sendable {
    /// The line in the new text, counted from 1.
    public let line: Int
    /// What was changed, such as `added schema = "margin.policy/1"`.
    public let summary: String
  }

  /// Reads and migrates a file.
  ///
  /// - Throws: All faults that a command would report for the file, such as unknown keys, or a newer
  ///   version.
  public init(contentsOf path: String) throws(InputError) {
    let document = try TOMLDocument(policyFile: path)
    _ = try PolicyLayers(.file(document.read(as: .policy)), ConfigurationFlags()).configuration()
    guard document.root["schema"] == nil else {
      (text, changes) = (document.text, [])
      return
    }
    let ending = document.text.contains("\r\n") ? "\r\n" : "\n"
    text = FileSchema.policy.line + ending + document.text
    changes = [Change(line: 1, summary: "added \(FileSchema.policy.line)")]
  }
}
