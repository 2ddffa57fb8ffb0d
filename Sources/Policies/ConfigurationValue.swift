/// A value of a configuration before it has a type: what TOML, presets and flags have in common.
public enum ConfigurationValue: Hashable, Sendable {
  /// A table of keys.
  case table([String: ConfigurationValue])
  /// A list.
  case list([ConfigurationValue])
  /// A text; TOML dates and times are their ISO 8601 text.
  case text(String)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// A truth value.
  case flag(Bool)

  /// The value at a path of table keys, or nil.
  package func value(at components: some Sequence<String>) -> ConfigurationValue? {
    var value = self
    for key in components {
      guard case .table(let table) = value, let next = table[key] else { return nil }
      value = next
    }
    return value
  }

  /// The keys of a table; empty for anything else.
  package var keys: Set<String> {
    if case .table(let table) = self { Set(table.keys) } else { [] }
  }

  /// This value with `over` laid on top: tables by key, everything else replaced.
  ///
  /// The table `model` holds one model; naming another replaces it with its parameters.
  package func merging(_ over: ConfigurationValue) -> ConfigurationValue {
    guard case .table(let base) = self, case .table(let top) = over else { return over }
    return .table(
      base.merging(
        top.map { key, value in
          guard let below = base[key] else { return (key, value) }
          let replaces = key == "model" && below.keys.isDisjoint(with: value.keys)
          return (key, replaces ? value : below.merging(value))
        }, uniquingKeysWith: { $1 }))
  }

  /// This table with another value at a key.
  package func replacing(_ key: String, with value: ConfigurationValue) -> ConfigurationValue {
    guard case .table(var table) = self else { return self }
    table[key] = value
    return .table(table)
  }

  /// A table with one value at a path of keys.
  package static func nested(_ components: some Collection<String>, _ value: ConfigurationValue) -> Self {
    guard let first = components.first else { return value }
    return .table([first: .nested(components.dropFirst(), value)])
  }

  /// The value as TOML writes it in one line, keys sorted.
  package var inlineText: String {
    switch self {
    case .table(let table):
      table.isEmpty
        ? "{}"
        : "{ "
          + table.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.inlineText)" }
          .joined(separator: ", ") + " }"
    case .list(let values): "[" + values.map(\.inlineText).joined(separator: ", ") + "]"
    case .text(let text): "\"\(text.map(Self.escaped).joined())\""
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    }
  }

  private static func escaped(_ character: Character) -> String {
    switch character {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(character)
    }
  }
}

extension ConfigurationValue: Codable {
  /// Decodes any JSON value but null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let values = try? container.decode([ConfigurationValue].self) {
      self = .list(values)
    } else {
      self = .table(try container.decode([String: ConfigurationValue].self))
    }
  }

  /// Encodes the plain value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .table(let table): try container.encode(table)
    case .list(let values): try container.encode(values)
    case .text(let text): try container.encode(text)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    }
  }
}
