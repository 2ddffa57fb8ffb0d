import ArgumentParser
internal import Text

/// What the value of an option may be: how it is read and printed, what messages say is expected,
/// and what a shell completes.
struct ValueForm<Value: Sendable>: Sendable {
  /// The values that are expected, in words, with an example.
  let expected: String
  /// All values, where each has a name.
  var names: [String] = []
  /// What a shell offers; nil for nothing.
  var completion: CompletionKind?
  /// The value of a text, nil where it has none.
  let read: @Sendable (String) throws(ValueFault) -> Value?
  /// The text of a default.
  var text: @Sendable (Value) -> String = { "\($0)" }

  /// The value of a text.
  ///
  /// - Throws: `ValueFault` with the text, what is expected and the nearest name.
  func value(of text: String) throws(ValueFault) -> Value {
    if let value = try read(text) { return value }
    throw ValueFault(
      "invalid value \"\(text)\"",
      "expected \(expected)" + NearestName.question(for: text, among: names))
  }

  /// The help of an option: values and default as the parser writes them for types of its own.
  func help(_ abstract: String, _ name: String?, default value: Value? = nil) -> ArgumentHelp {
    let initial = value.map(text) ?? ""
    let notes = [
      2 ... 6 ~= names.count ? "values: \(names.joined(separator: ", "))" : "",
      initial.isEmpty ? "" : "default: \(initial)",
    ].filter { !$0.isEmpty }
    return ArgumentHelp(
      "\(abstract)" + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"),
      valueName: name)
  }
}

/// What is wrong with a value, and what to write; the parser knows the option.
struct ValueFault: Error, CustomStringConvertible {
  /// The sign between the parser's words and ours in what it prints.
  static let mark: Character = "\u{1}"

  let problem: String
  let remedy: String

  init(_ problem: String, _ remedy: String) {
    self.problem = problem
    self.remedy = remedy
  }

  var description: String { "\(Self.mark)\(problem); \(remedy)" }
}

extension Option where Value: Sendable {
  /// An option with a default.
  init(
    wrappedValue: Value, _ form: ValueForm<Value>, _ abstract: String, name: String? = nil
  ) {
    self.init(
      wrappedValue: wrappedValue, parsing: .unconditional,
      help: form.help(abstract, name, default: wrappedValue), completion: form.completion,
      transform: form.value(of:))
  }

  /// An option that may be absent.
  init<Given>(_ form: ValueForm<Given>, _ abstract: String, name: String? = nil)
  where Value == Given? {
    self.init(
      parsing: .unconditional, help: form.help(abstract, name), completion: form.completion,
      transform: form.value(of:))
  }
}
