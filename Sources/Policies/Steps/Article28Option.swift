internal import Text

/// One of the three options of Article 28(1) of Regulation (EU) 153/2013.
public enum Article28Option: String, Hashable, Sendable, Codable, CaseIterable {
  /// (a): a buffer of at least 25 %.
  case buffer
  /// (b): a weight of at least 25 % on stressed observations.
  case stressWeight = "stress-weight"
  /// (c): not below the margin of a ten-year lookback.
  case floor
}

extension Article28Option {
  /// The step of the option, with the figures of the Article and the defaults of this package.
  var defaultStep: JSON {
    let keys: JSONObject =
      switch self {
      case .buffer: ["share": .double(0.25)]
      case .stressWeight: ["weight": .double(0.25), "period": .string("worst")]
      case .floor: ["lookback-years": .integer(10), "kind": .string("plain")]
      }
    return PolicyKeys.step.completed(.nested([rawValue], .object(keys)))
  }
}
