import ArgumentParser
internal import Policies

extension ValueForm {
  /// A value form for one of a list of values, by name.
  static func one(of values: [Value], name: @escaping @Sendable (Value) -> String) -> Self {
    let names = values.map(name)
    return ValueForm(
      expected: listed(names), names: names, completion: .list(names),
      read: { text in values.first { name($0) == text } }, text: name)
  }

  /// A value form for comma-separated values without duplicates.
  static func list<Item>(of item: ValueForm<Item>, like example: String) -> Self
  where Value == [Item] {
    ValueForm(
      expected: item.expected, names: item.names, completion: item.listCompletion,
      read: { text throws(ValueFault) in
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !items.contains("") else {
          throw ValueFault(
            "empty item in \"\(text)\"", "separate values by single commas, for example \(example)")
        }
        guard Set(items).count == items.count else {
          throw ValueFault("duplicate item in \"\(text)\"", "give each value once")
        }
        return try items.map { text throws(ValueFault) in try item.value(of: text) }
      }, text: { $0.map(item.text).joined(separator: ",") })
  }

  /// Completes the last name of a comma-separated list.
  private var listCompletion: CompletionKind? {
    guard !names.isEmpty else { return nil }
    let names = names
    return .custom { _, _, written in
      let given = written.split(separator: ",", omittingEmptySubsequences: false).dropLast()
      let start = given.map { $0 + "," }.joined()
      return names.filter { !given.contains($0[...]) }.map { start + $0 }
    }
  }

  private static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension ValueForm
where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// A value form for the cases of an enumeration, by raw value.
  static var choice: Self {
    let form = Self.one(of: Array(Value.allCases)) { $0.rawValue }
    return ValueForm(
      expected: form.expected, names: form.names, completion: form.completion,
      read: { Value(rawValue: $0) }, text: form.text)
  }
}

extension ValueForm<String> {
  /// A value form for a name that the parser cannot check.
  static var name: Self { ValueForm(expected: "a name", read: { text in text }) }

  /// A value form for one of a list of names.
  static func name(of names: [String]) -> Self { .one(of: names) { $0 } }

  /// A value form for the path of a file to read, with the usual extensions.
  static func input(_ extensions: String...) -> Self {
    ValueForm(
      expected: "a path", completion: .file(extensions: extensions), read: { inputPath($0) })
  }

  /// A value form for the path of a file to write, with the usual extensions.
  static func output(_ extensions: String...) -> Self {
    ValueForm(
      expected: "a path", completion: .file(extensions: extensions), read: { text in text })
  }
}

/// Returns the path of a file to read; `-` is standard input.
@Sendable func inputPath(_ argument: String) -> String {
  argument == "-" ? "/dev/stdin" : argument
}

extension ValueForm<PolicySource> {
  /// A value form for a preset or the path of a policy file.
  static var policy: Self {
    ValueForm(
      expected: "\(Preset.names.joined(separator: ", ")), or a policy file as own.toml or ./own",
      names: Preset.names,
      completion: .shellCommand(
        "printf '%s\\n' \(Preset.names.joined(separator: " ")); "
          + "find . -maxdepth 1 -name '*.toml' | sed 's,^./,,'"),
      read: { text in
        let source = PolicySource(argument: text)
        if case .preset(let name) = source, !Preset.names.contains(name) { return nil }
        return source
      }, text: { $0.label })
  }
}
