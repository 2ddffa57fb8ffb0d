public import Policies
internal import Text

/// The case file that `margin init --case` writes: complete, commented, ready to edit.
public enum CaseTemplate {
  /// The template of a case under a preset; parsing it yields a case of `prices.csv`.
  public static func commented(preset: Preset) -> String {
    let stated: [String: JSON] = [
      "command": .string(CaseCommand.calibrate.rawValue),
      "inputs": .array([.string("prices.csv")]), "policy": .string(preset.name),
    ]
    var lines = [
      FileSchema.verifyCase.line, "", "# A regression case of margin verify.",
      "# Commented keys are optional. See margin help cases.", "",
    ]
    for key in CaseKeys.file.keys where !isTable(key) {
      lines.append("# \(key.comment)" + choices(of: key.rule))
      if let value = stated[key.name] {
        lines.append("\(key.name) = \(value.policyText)")
      } else if let example = example(of: key) {
        lines.append("# \(key.name) = \(example.policyText)")
      }
    }
    return (lines + tables).joined(separator: "\n") + "\n"
  }

  private static var tables: [String] {
    var lines = ["", "# \(CaseKeys.options.comment)", "# [options]", "# level = 0.99"]
    lines += ["", "# tolerances of fields, the last that matches applies"]
    lines += ["# [[tolerance]]", "# fields = [\"initialMargin\", \"maintenanceMargin\"]"]
    lines += ["# class = \"platform\"    #" + choices(of: .choice(classes))]
    lines += ["# absolute = 0.0005", "# reason = \"one rounding step of the policy\"", ""]
    lines += ["# tables of a policy file override the policy of the case"]
    lines += PolicyKeys.overlay.map { key in
      key.name == "step" ? "# [[step]]    # \(key.comment)" : "# [\(key.name)]    # \(key.comment)"
    }
    return lines
  }

  private static let classes = CaseTolerance.Class.allCases.map(\.rawValue)

  private static func isTable(_ key: KeyRule.Key) -> Bool { key.quantity == .table }

  private static func example(of key: KeyRule.Key) -> JSON? {
    switch key.presence {
    case .required: nil
    case .fallback(let value): value
    case .optional(let example): example
    }
  }

  private static func choices(of rule: KeyRule) -> String {
    guard case .choice(let names) = rule else { return "" }
    return " [" + names.joined(separator: " | ") + "]"
  }
}
