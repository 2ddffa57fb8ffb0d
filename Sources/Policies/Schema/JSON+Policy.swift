package import Text

extension JSON {
  /// The value as one line of a policy file, with sorted keys; a number keeps its point.
  package var policyText: String {
    switch content {
    case .object(let object):
      let keys = object.members.sorted { $0.name < $1.name }
        .map { "\($0.name) = \($0.value.policyText)" }
      return keys.isEmpty ? "{}" : "{ \(keys.joined(separator: ", ")) }"
    case .array(let values):
      return "[" + values.map(\.policyText).joined(separator: ", ") + "]"
    case .double(let number): return "\(number)"
    default: return inlineTOML
    }
  }

  /// This value overlaid with `top`: tables are merged by key, everything else is replaced.
  ///
  /// The table `model` holds one model; another one replaces it with its parameters.
  package func overlaid(by top: JSON) -> JSON {
    merging(top) { key, below, top in
      key == "model" && Set(below.keys).isDisjoint(with: top.keys)
    }
  }

  /// The value with integers as such and all other numbers as `Double`, whatever their source.
  package var plain: JSON {
    switch content {
    case .object(let object):
      return .object(JSONObject(object.members.map { ($0.name, $0.value.plain) }))
    case .array(let values): return .array(values.map(\.plain))
    case .double(let number) where number == 0 && number.sign == .minus: return .double(number)
    case .integer, .unsigned, .double, .digits:
      return integer.map { .integer($0) } ?? double.map { .double($0) } ?? self
    case .escaped: return string.map { .string($0) } ?? self
    case .null, .bool, .string, .written: return self
    }
  }
}
