package import Text

/// The rule for a key of a file: the single source of types, ranges, units, names and comments.
package indirect enum KeyRule: Sendable {
  case number(NumberRule)
  case integer(ClosedRange<Int>, hint: String)
  case choice([String])
  case text(hint: String)
  case list(KeyRule, hint: String)
  case table([Key])
  /// A table that contains exactly one of the keys.
  case oneOf([Key], noun: String)
  /// A table, or a value that satisfies the other rule.
  case either(KeyRule, table: KeyRule)
  /// A table from which any keys may be absent.
  case part(KeyRule)

  /// One key of a table.
  package struct Key: Sendable {
    package let name: String
    /// The quantity of its value, or of each element of a list.
    package let quantity: Quantity
    package let rule: KeyRule
    package let presence: Presence
    package let comment: String

    package init(_ name: String, _ quantity: Quantity, _ rule: KeyRule, _ comment: String) {
      self.init(name, quantity, rule, .required, comment)
    }

    package init(
      _ name: String, _ quantity: Quantity, _ rule: KeyRule, _ presence: Presence,
      _ comment: String
    ) {
      self.name = name
      self.quantity = quantity
      self.rule = rule
      self.presence = presence
      self.comment = comment
    }
  }

  /// The meaning of an absent key.
  package enum Presence: Sendable {
    /// An error, once presets and flags are merged.
    case required
    /// The default value.
    case fallback(JSON)
    /// An optional choice; the value is an example for the commented file.
    case optional(example: JSON)
  }

  /// The keys of a table or of a choice of tables.
  package var keys: [Key] {
    switch self {
    case .table(let keys), .oneOf(let keys, _): keys
    case .part(let rule), .either(_, let rule): rule.keys
    default: []
    }
  }
}

// MARK: - In words

extension KeyRule {
  /// The values in words: a range or the names; empty where there is nothing to say.
  package var range: String {
    switch self {
    case .number(let rule): rule.range
    case .integer(let range, _):
      range.upperBound == .max
        ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.joined(separator: ", ")
    case .list(let rule, _): rule.range.isEmpty ? "a list" : "a list, each \(rule.range)"
    case .either(let plain, _): "\(plain.range), or a table"
    case .text, .table, .oneOf, .part: ""
    }
  }
}

extension KeyRule.Key {
  /// Unit, range and default of the key in words.
  package var terms: String {
    let values = [quantity.kind, rule.range, quantity.unit].filter { !$0.isEmpty }
      .joined(separator: " ")
    let presence =
      switch presence {
      case .required: "required"
      case .fallback(let value):
        "default: \(value.string ?? value.double.map(NumberRule.text) ?? value.policyText)"
      case .optional: "optional"
      }
    return [values, presence].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

// MARK: - Laying out a value

extension KeyRule {
  /// The value with the defaults of all absent keys.
  package func completed(_ value: JSON) -> JSON {
    switch self {
    case .table(let keys):
      guard var table = value.object else { return value }
      for key in keys {
        if let present = table[key.name] {
          table[key.name] = key.rule.completed(present)
        } else if case .fallback(let fallback) = key.presence {
          table[key.name] = key.rule.completed(fallback)
        }
      }
      return .object(table)
    case .oneOf(let keys, _):
      guard var table = value.object else { return value }
      for key in keys {
        if let present = table[key.name] { table[key.name] = key.rule.completed(present) }
      }
      return .object(table)
    case .either(_, let rule): return value.object == nil ? value : rule.completed(value)
    case .list(let rule, _):
      return value.elements.map { .array($0.map(rule.completed)) } ?? value
    default: return value
    }
  }

  /// The value without keys that the rule does not have, such as keys of another version, and
  /// without nulls.
  package func known(_ value: JSON) -> JSON {
    switch self {
    case .table(let keys), .oneOf(let keys, _):
      guard let table = value.object else { return value }
      return .object(
        JSONObject(
          table.members.compactMap { member in
            guard !member.value.isNull, let key = keys.first(where: { $0.name == member.name })
            else { return nil }
            return (member.name, key.rule.known(member.value))
          }))
    case .part(let rule): return rule.known(value)
    case .either(_, let rule): return value.object == nil ? value : rule.known(value)
    case .list(let rule, _): return value.elements.map { .array($0.map(rule.known)) } ?? value
    default: return value
    }
  }
}
