package import Text

/// One of the three options of Article 28(1) of Regulation (EU) 153/2013.
public enum Article28Option: String, Hashable, Sendable, Codable, CaseIterable {
  /// Option (a), a buffer of at least 25 %.
  case buffer
  /// Option (b), a weight of at least 25 % on stressed observations.
  case stressWeight = "stress-weight"
  /// Option (c), not below the margins at the volatility of a ten-year lookback.
  case floor
}

extension Article28Option {
  /// The default step of the option, with the Article's figures and this package's defaults.
  ///
  /// To the letter, option (b) weights observations (`blend = "mixture"`) and option (c) takes the
  /// volatility of ten years (`kind = "scaled"`). The defaults weight measures, and take the
  /// measure of ten years of returns.
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

extension CalibrationConfiguration {
  /// The complete table for another option of Article 28(1): without the step of the present one,
  /// if that has the defaults; the unchanged table if the option stays.
  package func withoutOptionStep(unless kept: String?) -> JSON {
    guard let option = margin.article28Option, option.rawValue != kept,
      let steps = tree["step"]?.elements,
      let index = steps.firstIndex(of: option.defaultStep)
    else { return tree }
    var others = steps
    others.remove(at: index)
    return tree.replacing("step", with: .array(others))
  }
}
