/// The first place at which a text is no JSON document.
///
/// - SeeAlso: RFC 8259.
public struct JSONFault: Error, Hashable, Sendable {
  /// What would have to stand there.
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
    /// A comma, or what closes the object or list.
    case comma(or: Character)
    /// The quotation mark that ends a text.
    case endOfText
    /// No control character, such as a line end, in a text.
    case noControl
    /// An escape that JSON knows.
    case escape
    /// Bytes of UTF-8.
    case utf8
    /// Nothing more.
    case endOfDocument
    /// No value within so many values.
    case lessDepth(Int)
    /// Another key: this one stands twice.
    case otherKey(String)
  }

  /// Where, from the first line of the text.
  public let position: TextPosition
  /// What would have to stand there.
  public let expectation: Expectation
  /// Whether the text ends there.
  public let isAtEnd: Bool

  /// The stable name of the fault.
  public var code: String {
    if case .otherKey = expectation { "duplicate-key" } else { "malformed-json" }
  }

  /// What is wrong, as a sentence.
  public var problem: String {
    switch expectation {
    case .endOfText, .utf8: "a text has no end, or is not UTF-8"
    case .noControl: "a text ends within its line"
    case .escape: "a text holds an escape that JSON does not know"
    case .endOfDocument: "text after the end"
    case .lessDepth(let depth): "values are nested more than \(depth) deep"
    case .otherKey(let key): "the key \"\(key)\" stands twice"
    case _ where isAtEnd: "the document ends too early"
    case .value, .digit, .noLeadingZero: "no value begins so"
    case .key: "a key in quotes belongs here"
    case .colon: "a colon belongs here"
    case .comma(let close): "a comma or \"\(close)\" belongs here"
    }
  }

  /// What is expected, as a noun.
  public var expected: String {
    switch expectation {
    case .value: "a value"
    case .digit: "a digit"
    case .noLeadingZero: "a number without a leading zero"
    case .key: "a name in quotes"
    case .colon: "a colon"
    case .comma(let close): "a comma or \(close)"
    case .endOfText, .noControl: "the end of a text in quotes"
    case .escape: "an escape of JSON"
    case .utf8: "UTF-8"
    case .endOfDocument: "the end of the text"
    case .lessDepth: "fewer values within values"
    case .otherKey(let key): "another name than \"\(key)\""
    }
  }

  /// The error of a file: `x.json:1:9: the key "A" stands twice; mend the JSON (duplicate-key)`.
  public func error(_ path: String) -> InputError {
    InputError(
      InputLocation(path, position), code: code, problem, remedy: "mend the JSON",
      style: .colonsAndCode)
  }
}
