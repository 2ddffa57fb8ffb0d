extension KeyRule {
  /// Checks the keys, types and ranges of a value.
  ///
  /// A part of a configuration, a file before its preset is laid under it, may lack keys.
  package func check(
    _ value: ConfigurationValue, at path: ConfigurationPath = ConfigurationPath(), isPart: Bool
  ) throws(ConfigurationProblem) {
    switch self {
    case .number(let rule): try check(value, rule, at: path)
    case .integer(let range, let hint): try check(value, range, hint: hint, at: path)
    case .choice(let names): try check(value, names, at: path)
    case .text(let hint):
      guard case .text = value else { throw wrongType(value, "a text", hint: hint, at: path) }
    case .list(let rule, let hint):
      guard case .list(let values) = value else {
        throw wrongType(value, "a list", hint: hint, at: path)
      }
      for (index, value) in values.enumerated() {
        try rule.check(value, at: path.element(index + 1), isPart: isPart)
      }
    case .table(let keys): try check(value, keys, at: path, isPart: isPart)
    case .oneOf(let keys, let noun):
      try checkOneOf(value, keys, noun: noun, at: path, isPart: isPart)
    case .part(let rule): try rule.check(value, at: path, isPart: true)
    case .either(let plain, let table):
      if case .table = value {
        try table.check(value, at: path, isPart: isPart)
      } else {
        try plain.check(value, at: path, isPart: isPart)
      }
    }
  }

  /// The value with the fallback of every key that is absent.
  package func completed(_ value: ConfigurationValue) -> ConfigurationValue {
    switch (self, value) {
    case (.table(let keys), .table(var table)):
      for key in keys {
        if let present = table[key.name] {
          table[key.name] = key.rule.completed(present)
        } else if case .fallback(let fallback) = key.presence {
          table[key.name] = key.rule.completed(fallback)
        }
      }
      return .table(table)
    case (.oneOf(let keys, _), .table(var table)):
      for key in keys {
        if let present = table[key.name] { table[key.name] = key.rule.completed(present) }
      }
      return .table(table)
    case (.either(_, let rule), .table): return rule.completed(value)
    case (.list(let rule, _), .list(let values)): return .list(values.map(rule.completed))
    default: return value
    }
  }

  private func check(
    _ value: ConfigurationValue, _ rule: NumberRule, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    let number: Double
    switch value {
    case .number(let found): number = found
    case .integer(let found): number = Double(found)
    default: throw wrongType(value, "a number", hint: rule.hint, at: path)
    }
    if let problem = rule.problem(with: number) {
      throw ConfigurationProblem(path: path, problem: problem, hint: rule.hint)
    }
  }

  private func check(
    _ value: ConfigurationValue, _ range: ClosedRange<Int>, hint: String,
    at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard case .integer(let integer) = value else {
      throw wrongType(value, "a whole number", hint: hint, at: path)
    }
    guard integer < range.lowerBound || integer > range.upperBound else { return }
    let bound =
      integer < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
    throw ConfigurationProblem(path: path, problem: "\(integer) is not \(bound)", hint: hint)
  }

  private func check(
    _ value: ConfigurationValue, _ names: [String], at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    let hint = "write one of " + names.joined(separator: ", ")
    guard case .text(let name) = value else {
      throw wrongType(value, "a name", hint: hint, at: path)
    }
    guard !names.contains(name) else { return }
    let key = path.components.last ?? "value"
    throw ConfigurationProblem(path: path, problem: "unknown \(key) \"\(name)\"", hint: hint)
  }

  private func check(
    _ value: ConfigurationValue, _ keys: [Key], at path: ConfigurationPath, isPart: Bool
  ) throws(ConfigurationProblem) {
    guard case .table(let table) = value else {
      throw wrongType(
        value, "a table", hint: "its keys are \(keys.map(\.name).joined(separator: ", "))",
        at: path)
    }
    try checkKnown(table.keys.sorted(), keys, noun: "key", at: path)
    for key in keys {
      if let present = table[key.name] {
        try key.rule.check(present, at: path.appending(key.name), isPart: isPart)
      } else if case .required = key.presence, !isPart {
        throw ConfigurationProblem(
          path: path.appending(key.name), problem: "is missing", hint: "write it: \(key.comment)")
      }
    }
  }

  private func checkOneOf(
    _ value: ConfigurationValue, _ keys: [Key], noun: String, at path: ConfigurationPath,
    isPart: Bool
  ) throws(ConfigurationProblem) {
    let known = keys.map(\.name).joined(separator: ", ")
    guard case .table(let table) = value else {
      throw wrongType(value, "a table", hint: "name one \(noun): \(known)", at: path)
    }
    try checkKnown(table.keys.sorted(), keys, noun: noun, at: path)
    let named = keys.filter { table[$0.name] != nil }
    guard named.count == 1, let key = named.first, let present = table[key.name] else {
      throw ConfigurationProblem(
        path: path,
        problem: named.isEmpty
          ? "names no \(noun)"
          : "names \(named.count) \(noun)s: \(named.map(\.name).joined(separator: ", "))",
        hint: "name exactly one \(noun)" + (named.isEmpty ? ": \(known)" : ""))
    }
    try key.rule.check(present, at: path.appending(key.name), isPart: isPart)
  }

  private func checkKnown(
    _ found: [String], _ keys: [Key], noun: String, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    for name in found where !keys.contains(where: { $0.name == name }) {
      let names = keys.map(\.name)
      let nearest = names.min { name.editDistance(to: $0) < name.editDistance(to: $1) }
      let hint: String
      if let nearest, name.editDistance(to: nearest) <= max(2, nearest.count / 3) {
        hint = "did you mean \(nearest)?"
      } else {
        hint = "known \(noun)s are " + names.joined(separator: ", ")
      }
      throw ConfigurationProblem(
        path: path.appending(name), problem: "unknown \(noun)", hint: hint)
    }
  }

  private func wrongType(
    _ value: ConfigurationValue, _ expected: String, hint: String, at path: ConfigurationPath
  ) -> ConfigurationProblem {
    let found =
      switch value {
      case .table: "a table"
      case .list: "a list"
      case .text(let text): "the text \"\(text)\""
      case .integer, .number: "the number \(value.inlineText)"
      case .flag(let flag): "\(flag)"
      }
    return ConfigurationProblem(
      path: path, problem: "found \(found) where \(expected) belongs", hint: hint)
  }
}

extension String {
  /// The letters to insert, delete or replace to make `other` of this text.
  fileprivate func editDistance(to other: String) -> Int {
    let letters = Array(other)
    var row = Array(0 ... letters.count)
    for (i, a) in enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in letters.enumerated() {
        let replaced = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[letters.count]
  }
}
