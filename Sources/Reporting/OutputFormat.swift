/// The form in which a result is printed.
public enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Tables and sentences for people, at most six significant digits.
  case text
  /// Comma-separated values at full precision, quoted as in RFC 4180.
  case csv
  /// JSON at full precision, by the contract that the object names in `schema`.
  case json
  /// Tables for a report or a comment.
  case markdown
}
