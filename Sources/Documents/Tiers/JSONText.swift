internal import FoundationEssentials

/// A JSON value that remembers how it was written: the order of keys, the digits of numbers, the escapes of texts.
///
/// Reading a document in one of the usual layouts and writing it gives the same bytes.
indirect enum JSONText: Hashable, Sendable {
  /// The line is that of the brace, from 1; 0 for one that was not read.
  case object([Member], line: Int = 0)
  case array([JSONText])
  /// The digits as they were written.
  case number(String)
  /// The characters between the quotes, as they were written.
  case text(String)
  case literal(String)

  struct Member: Hashable, Sendable {
    /// The characters between the quotes, as they were written.
    let name: String
    let value: JSONText

    /// The name that is meant, escapes resolved.
    var plainName: String { JSONText.decoded(name) ?? name }
  }

  /// The value of a key, or nil.
  subscript(_ name: String) -> JSONText? {
    members?.first { $0.plainName == name }?.value
  }

  /// The digits of a number, or of a text that holds one; nil for anything else.
  var digits: String? {
    switch self {
    case .number(let digits), .text(let digits): digits
    case .object, .array, .literal: nil
    }
  }

  var elements: [JSONText]? { if case .array(let values) = self { values } else { nil } }

  var members: [Member]? { if case .object(let members, _) = self { members } else { nil } }

  /// The line an object begins on; nil for anything else.
  var line: Int? { if case .object(_, let line) = self { line } else { nil } }

  /// The text that is meant, escapes resolved; nil for anything else.
  var plain: String? {
    guard case .text(let raw) = self else { return nil }
    return Self.decoded(raw)
  }

  /// What the characters between two quotes mean; nil where an escape is none of JSON's.
  static func decoded(_ raw: String) -> String? {
    guard raw.contains("\\") else { return raw }
    return try? JSONDecoder().decode(String.self, from: Data("\"\(raw)\"".utf8))
  }

  /// A text written between quotes with the escapes it needs.
  static func escaped(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let quoted = (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    return String(quoted.dropFirst().dropLast())
  }

  /// A text, as it is meant.
  static func plain(_ text: String) -> JSONText { .text(escaped(text)) }
}

// MARK: - Writing

extension JSONText {
  /// Where blanks stand in a document.
  enum Layout: Hashable, Sendable {
    /// None, as JavaScript writes.
    case compact
    /// One after each comma and colon, as Python writes.
    case spaced
    /// A line a value, indented by so many blanks.
    case indented(Int)

    /// The layout that a document begins in.
    init(of document: String) {
      let head = document.drop { $0 != "{" && $0 != "[" }.dropFirst()
      if head.first == "\n" {
        self = .indented(head.dropFirst().prefix { $0 == " " }.count)
      } else {
        let spaced = head.prefix(4096).contains("\": ")
        self = spaced ? .spaced : .compact
      }
    }
  }

  /// The document, without a line end.
  func written(_ layout: Layout) -> String {
    var text = ""
    write(layout, depth: 0, to: &text)
    return text
  }

  private func write(_ layout: Layout, depth: Int, to text: inout String) {
    switch self {
    case .number(let digits), .literal(let digits): text += digits
    case .text(let raw): text += "\"\(raw)\""
    case .array(let values):
      Self.write("[", "]", values, layout, depth, to: &text) { value, text in
        value.write(layout, depth: depth + 1, to: &text)
      }
    case .object(let members, _):
      Self.write("{", "}", members, layout, depth, to: &text) { member, text in
        text += "\"\(member.name)\":" + (layout == .compact ? "" : " ")
        member.value.write(layout, depth: depth + 1, to: &text)
      }
    }
  }

  private static func write<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ layout: Layout, _ depth: Int,
    to text: inout String, _ body: (Element, inout String) -> Void
  ) {
    func newLine(_ depth: Int, _ text: inout String) {
      if case .indented(let blanks) = layout {
        text += "\n" + String(repeating: " ", count: blanks * depth)
      }
    }
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += layout == .spaced ? ", " : "," }
      newLine(depth + 1, &text)
      body(element, &text)
    }
    if !elements.isEmpty { newLine(depth, &text) }
    text += close
  }
}
