// Merging of configuration layers.

extension JSON {
  /// This value overlaid with `top`: objects are merged key by key, everything else is replaced.
  ///
  /// `replaces` receives a key with the lower and upper value and returns whether the object is
  /// replaced as a whole.
  public func merging(
    _ top: JSON,
    replaces: (_ key: String, _ below: JSON, _ top: JSON) -> Bool = { _, _, _ in false }
  ) -> JSON {
    guard case .object(var base) = content, let members = top.members else { return top }
    for member in members {
      let below = base[member.name].flatMap { replaces(member.name, $0, member.value) ? nil : $0 }
      base[member.name] = below?.merging(member.value, replaces: replaces) ?? member.value
    }
    return JSON(.object(base), at: position)
  }

  /// This object with a new value at a key, or without the key if the value is nil; other values
  /// are returned unchanged.
  public func replacing(_ key: String, with value: JSON?) -> JSON {
    guard case .object(var object) = content else { return self }
    object[key] = value
    return JSON(.object(object), at: position)
  }

  /// The scalar values as TOML, by path.
  public func leaves(under path: DocumentPath = DocumentPath()) -> [DocumentPath: String] {
    var leaves: [DocumentPath: String] = [:]
    if let members {
      for member in members {
        leaves.merge(member.value.leaves(under: path.appending(member.name))) { $1 }
      }
    } else if let elements {
      for (index, element) in elements.enumerated() {
        leaves.merge(element.leaves(under: path.element(index + 1))) { $1 }
      }
    } else {
      leaves[path] = inlineTOML
    }
    return leaves
  }

  /// The value as one line of TOML, with sorted keys and integers without a point.
  public var inlineTOML: String {
    switch content {
    case .object(let object):
      let keys = object.sorted.map { "\($0.name) = \($0.value.inlineTOML)" }
      return keys.isEmpty ? "{}" : "{ \(keys.joined(separator: ", ")) }"
    case .array(let values): return "[" + values.map(\.inlineTOML).joined(separator: ", ") + "]"
    case .string, .escaped: return "\"" + (string ?? "").map(Self.escapedInTOML).joined() + "\""
    case .bool(let value): return "\(value)"
    case .null, .written: return written()
    case .integer, .unsigned, .double, .digits:
      return integer.map { "\($0)" } ?? double.map { "\($0)" } ?? written()
    }
  }

  private static func escapedInTOML(_ character: Character) -> String {
    switch character {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(character)
    }
  }
}
