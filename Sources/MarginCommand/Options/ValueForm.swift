import ArgumentParser
internal import Text

/// The form of an option's value: how it is parsed and printed, the expected form in messages, and
/// shell completion.
struct ValueForm<Value: Sendable>: Sendable {
  /// The expected values in words, with an example.
  let expected: String
  /// The names of all values, where each value has a name.
  var names: [String] = []
  /// The shell completion; nil for none.
  var completion: CompletionKind?
  /// Parses a value; nil where the text is invalid.
  let read: @Sendable (String) throws(ValueFault) -> Value?
  /// Formats a default value.
  var text: @Sendable (Value) -> String = { "\($0)" }

  /// Returns the value of a text.
  ///
  /// - Throws: `ValueFault` with the text, the expected form and the closest name.
  func value(of text: String) throws(ValueFault) -> Value {
    if let value = try read(text) { return value }
    throw ValueFault(
      "invalid value \"\(text)\"",
      "expected \(expected)" + NearestName.question(for: text, among: names))
  }

  /// Returns the help of an option, with values and default in the parser's own style.
  func help(_ abstract: String, _ name: String?, default initial: String) -> ArgumentHelp {
    let notes = [
      2 ... 6 ~= names.count ? "values: \(names.joined(separator: ", "))" : "",
      initial.isEmpty ? "" : "default: \(initial)",
    ].filter { !$0.isEmpty }
    return ArgumentHelp(
      "\(abstract)" + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"),
      valueName: name)
  }
}

/// An invalid value and its remedy; the parser adds the option.
struct ValueFault: Error, CustomStringConvertible {
  /// The separator between the parser's message and this one.
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
  /// Creates an option with a default; `otherwise` puts the effect of an empty one in words.
  init(
    wrappedValue: Value, _ form: ValueForm<Value>, _ abstract: String, name: String? = nil,
    otherwise: String? = nil
  ) {
    self.init(
      wrappedValue: wrappedValue, parsing: .unconditional,
      help: form.help(abstract, name, default: otherwise ?? form.text(wrappedValue)),
      completion: form.completion, transform: form.value(of:))
  }

  /// Creates an optional option; `otherwise` puts in words what applies without it.
  init<Given>(
    _ form: ValueForm<Given>, _ abstract: String, name: String? = nil, otherwise: String = ""
  )
  where Value == Given? {
    self.init(
      parsing: .unconditional, help: form.help(abstract, name, default: otherwise),
      completion: form.completion, transform: form.value(of:))
  }
}
