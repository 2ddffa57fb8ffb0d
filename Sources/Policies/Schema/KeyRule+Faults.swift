package import Text

extension KeyRule {
  /// All faults of the keys, types and ranges of a value.
  ///
  /// A part of a configuration, such as a file before it is merged over its preset, may lack keys.
  package func faults(
    in value: JSON, at path: DocumentPath = DocumentPath(), isPart: Bool
  ) -> [KeyFault] {
    switch self {
    case .number(let rule): return faults(in: value, rule, at: path)
    case .integer(let range, let hint): return faults(in: value, range, hint: hint, at: path)
    case .choice(let names): return faults(in: value, names, at: path)
    case .text(let hint):
      return value.string == nil ? [wrongType(value, "a text", hint: hint, at: path)] : []
    case .list(let rule, let hint):
      guard let values = value.elements else {
        return [wrongType(value, "a list", hint: hint, at: path)]
      }
      return values.enumerated().flatMap { index, value in
        rule.faults(in: value, at: path.element(index + 1), isPart: isPart)
      }
    case .table(let keys): return faults(in: value, keys, at: path, isPart: isPart)
    case .oneOf(let keys, let noun):
      return faults(in: value, oneOf: keys, noun: noun, at: path, isPart: isPart)
    case .part(let rule): return rule.faults(in: value, at: path, isPart: true)
    case .either(let plain, let table):
      return (value.object == nil ? plain : table).faults(in: value, at: path, isPart: isPart)
    }
  }

  private func faults(in value: JSON, _ rule: NumberRule, at path: DocumentPath) -> [KeyFault] {
    guard let number = value.double else {
      return [wrongType(value, "a number", hint: rule.hint, at: path)]
    }
    return rule.problem(with: number).map {
      [KeyFault(path: path, problem: $0, remedy: rule.remedy(for: number))]
    } ?? []
  }

  private func faults(
    in value: JSON, _ range: ClosedRange<Int>, hint: String, at path: DocumentPath
  ) -> [KeyFault] {
    guard let integer = value.integer else {
      return [wrongType(value, "a whole number", hint: hint, at: path)]
    }
    guard !range.contains(integer) else { return [] }
    let bound =
      integer < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
    return [KeyFault(path: path, problem: "\(integer) is not \(bound)", remedy: hint)]
  }

  private func faults(in value: JSON, _ names: [String], at path: DocumentPath) -> [KeyFault] {
    let all = "write one of " + names.joined(separator: ", ")
    guard let name = value.string else { return [wrongType(value, "a name", hint: all, at: path)] }
    guard !names.contains(name) else { return [] }
    return [
      KeyFault(
        path: path, problem: "unknown \(path.lastKey ?? "value") \"\(name)\"",
        remedy: all + NearestName.question(for: name, among: names))
    ]
  }

  private func faults(
    in value: JSON, _ keys: [Key], at path: DocumentPath, isPart: Bool
  ) -> [KeyFault] {
    guard let table = value.object else {
      let hint = "its keys are \(keys.map(\.name).joined(separator: ", "))"
      return [wrongType(value, "a table", hint: hint, at: path)]
    }
    return unknown(value, keys, noun: "key", at: path)
      + keys.flatMap { key -> [KeyFault] in
        if let present = table[key.name] {
          return key.rule.faults(in: present, at: path.appending(key.name), isPart: isPart)
        }
        guard case .required = key.presence, !isPart else { return [] }
        return [
          KeyFault(
            path: path.appending(key.name), problem: "is missing",
            remedy: "add it (\(key.comment))")
        ]
      }
  }

  private func faults(
    in value: JSON, oneOf keys: [Key], noun: String, at path: DocumentPath, isPart: Bool
  ) -> [KeyFault] {
    let known = keys.map(\.name).joined(separator: ", ")
    guard let table = value.object else {
      return [wrongType(value, "a table", hint: "name one \(noun): \(known)", at: path)]
    }
    let unknown = unknown(value, keys, noun: noun, at: path)
    let named = keys.compactMap { key in table[key.name].map { (key: key, value: $0) } }
    let below = named.flatMap {
      $0.key.rule.faults(in: $0.value, at: path.appending($0.key.name), isPart: isPart)
    }
    guard unknown.isEmpty, named.count != 1 else { return unknown + below }
    let names = named.map(\.key.name).joined(separator: ", ")
    return [
      KeyFault(
        path: path,
        problem: named.isEmpty ? "names no \(noun)" : "names \(named.count) \(noun)s: \(names)",
        remedy: "name exactly one \(noun)" + (named.isEmpty ? ": \(known)" : ""))
    ] + below
  }

  private func unknown(
    _ value: JSON, _ keys: [Key], noun: String, at path: DocumentPath
  ) -> [KeyFault] {
    let names = keys.map(\.name)
    return value.keys.filter { !names.contains($0) }.map { name in
      let nearest = NearestName.suggestion(for: name, among: names).map { "did you mean \($0)?" }
      return KeyFault(
        path: path.appending(name), isOfKey: true, problem: "unknown \(noun)",
        remedy: nearest ?? "known \(noun)s are " + names.joined(separator: ", "))
    }
  }

  private func wrongType(
    _ value: JSON, _ expected: String, hint: String, at path: DocumentPath
  ) -> KeyFault {
    let found =
      if value.object != nil {
        "a table"
      } else if value.elements != nil {
        "a list"
      } else if let text = value.string {
        "the text \"\(text)\""
      } else if value.double != nil {
        "the number \(value.policyText)"
      } else {
        value.policyText
      }
    return KeyFault(path: path, problem: "expected \(expected), found \(found)", remedy: hint)
  }
}
