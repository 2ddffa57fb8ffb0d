/// What may stand at a key of a file: the one place for types, ranges, names and comments.
package indirect enum KeyRule: Sendable {
  case number(NumberRule)
  case integer(ClosedRange<Int>, hint: String)
  case choice([String])
  case text(hint: String)
  case list(KeyRule, hint: String)
  case table([Key])
  /// A table that holds exactly one of the keys.
  case oneOf([Key], noun: String)
  /// A table, or a value of the other rule.
  case either(KeyRule, table: KeyRule)
  /// A table of which any keys may be absent.
  case part(KeyRule)

  /// One key of a table.
  package struct Key: Sendable {
    package let name: String
    package let rule: KeyRule
    package let presence: Presence
    package let comment: String

    package init(_ name: String, _ rule: KeyRule, _ comment: String) {
      self.init(name, rule, .required, comment)
    }

    package init(_ name: String, _ rule: KeyRule, _ presence: Presence, _ comment: String) {
      self.name = name
      self.rule = rule
      self.presence = presence
      self.comment = comment
    }
  }

  /// What the absence of a key means.
  package enum Presence: Sendable {
    /// An error, once presets and flags are merged.
    case required
    /// This value.
    case fallback(ConfigurationValue)
    /// That the choice is not made; the value is an example for the commented file.
    case optional(example: ConfigurationValue)
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

/// The numbers a key may have.
package struct NumberRule: Sendable {
  package let lower: Bound
  package let upper: Bound
  /// Whether at most six decimal places are held.
  package let isMillionths: Bool
  package let hint: String

  package enum Bound: Sendable {
    case including(Double), excluding(Double)
  }

  package init(_ lower: Bound, _ upper: Bound, isMillionths: Bool = false, hint: String) {
    self.lower = lower
    self.upper = upper
    self.isMillionths = isMillionths
    self.hint = hint
  }

  /// What is wrong with a number, or nil.
  package func problem(with number: Double) -> String? {
    guard number.isFinite else { return "\(number) is no finite number" }
    switch lower {
    case .including(let bound) where number < bound:
      return "\(number) is not at least \(plain(bound))"
    case .excluding(let bound) where number <= bound:
      return "\(number) is not above \(plain(bound))"
    default: break
    }
    switch upper {
    case .including(let bound) where number > bound:
      return "\(number) is not at most \(plain(bound))"
    case .excluding(let bound) where number >= bound:
      return "\(number) is not below \(plain(bound))"
    default: break
    }
    guard isMillionths, (number * 1e6).rounded() / 1e6 != number else { return nil }
    return "\(number) has more than six decimal places"
  }

  private func plain(_ bound: Double) -> String {
    bound == bound.rounded() && abs(bound) < 1e9 ? "\(Int(bound))" : "\(bound)"
  }
}
