// Equality by meaning.

extension JSON: Hashable {
  /// Whether two values have the same meaning.
  public static func == (a: JSON, b: JSON) -> Bool {
    switch (a.content, b.content) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.written(let a), .written(let b)): a == b
    default:
      if let x = a.double, let y = b.double {
        x == y && (a.integer == b.integer || a.integer == nil || b.integer == nil)
      } else {
        a.string == b.string && a.string != nil
      }
    }
  }

  /// Hashes the meaning of the value.
  public func hash(into hasher: inout Hasher) {
    switch content {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .array(let values): hasher.combine(values)
    case .object(let object): hasher.combine(object)
    case .written(let bytes): hasher.combine(bytes)
    case .integer, .unsigned, .double, .digits: hasher.combine(double)
    case .string, .escaped: hasher.combine(string)
    }
  }
}

extension JSONObject: Hashable {
  /// Whether two objects have the same keys and values, in any order.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    guard a.members.count == b.members.count else { return false }
    return zip(a.sorted, b.sorted).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  /// Hashes the keys and values.
  public func hash(into hasher: inout Hasher) {
    for member in sorted {
      hasher.combine(member.name)
      hasher.combine(member.value)
    }
  }
}
