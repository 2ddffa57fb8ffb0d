/// The first position at which a text is not valid JSON.
///
/// - SeeAlso: RFC 8259.
public struct JSONFault: Error, Hashable, Sendable {
  /// The expected token.
  public enum Expectation: Hashable, Sendable {
    /// A value.
    case value
    /// A digit of a number.
    case digit
    /// A number without a leading zero.
    case noLeadingZero
    /// A key in quotes.
    case key
    /// The colon after a key.
    case colon
    /// A comma, or the closing bracket of the object or array.
    case comma(or: Character)
    /// The closing quotation mark of a string.
    case endOfText
    /// A string without control characters such as line endings.
    case noControl
    /// A valid JSON escape.
    case escape
    /// Valid UTF-8.
    case utf8
    /// The end of the document.
    case endOfDocument
    /// Nesting no deeper than the given limit.
    case lessDepth(Int)
    /// A unique key; the given one is a duplicate.
    case otherKey(String)
  }

  /// The position, counted from the first line of the text.
  public let position: TextPosition
  /// The expected token.
  public let expectation: Expectation
  /// Whether the text ends at the position.
  public let isAtEnd: Bool

  /// The stable name of the fault.
  public var code: String {
    if case .otherKey = expectation { "duplicate-key" } else { "malformed-json" }
  }

  /// The problem as a sentence.
  public var problem: String {
    switch expectation {
    case .endOfText, .utf8: "a string is not closed, or is not UTF-8"
    case .noControl: "a string contains a line ending or control character"
    case .escape: "a string contains an invalid escape"
    case .endOfDocument: "unexpected text after the end of the document"
    case .lessDepth(let depth): "values are nested more than \(depth) deep"
    case .otherKey(let key): "duplicate key \"\(key)\""
    case _ where isAtEnd: "the document ends too early"
    case .value, .digit, .noLeadingZero: "expected a value"
    case .key: "expected a key in quotes"
    case .colon: "expected a colon"
    case .comma(let close): "expected a comma or \"\(close)\""
    }
  }

  /// The expected token as a noun phrase.
  public var expected: String {
    switch expectation {
    case .value: "a value"
    case .digit: "a digit"
    case .noLeadingZero: "a number without a leading zero"
    case .key: "a key in quotes"
    case .colon: "a colon"
    case .comma(let close): "a comma or \(close)"
    case .endOfText, .noControl: "the end of a string"
    case .escape: "a JSON escape"
    case .utf8: "UTF-8"
    case .endOfDocument: "the end of the text"
    case .lessDepth: "less nesting"
    case .otherKey(let key): "a key other than \"\(key)\""
    }
  }

  /// The error of a file: `x.json:1:9: duplicate key "A"; fix the JSON (duplicate-key)`.
  public func error(_ path: String) -> InputError {
    InputError(
      InputLocation(path, position), code: code, problem, remedy: "fix the JSON",
      style: .colonsAndCode)
  }
}
