internal import MarketData
internal import Text

/// The policy file that `margin init` writes: complete, commented, ready to edit.
public enum PolicyTemplate {
  /// The template of a preset.
  ///
  /// Parsing it yields the preset; models and steps that it does not use are commented out.
  public static func commented(preset: Preset) -> String {
    let value = PolicyLayers(.preset(preset), ConfigurationFlags()).tree
    var lines = heading(of: preset)
    lines += ["preset = \"\(preset.name)\"", ""]
    lines += modelSection(value.value(at: ["model"]), preset)
    lines += tableSection("margin", PolicyKeys.margin, value, preset)
    lines += tableSection("run", PolicyKeys.run, value, preset)
    lines += stepSection(value.value(at: ["step"])) + otherSections
    return lines.joined(separator: "\n") + "\n"
  }

  /// The policy file of a configuration, without key comments; parsing it yields the configuration.
  public static func written(_ configuration: CalibrationConfiguration) -> String {
    let value = configuration.tree
    var lines = [FileSchema.policy.line, "preset = \"\(configuration.preset)\"", ""]
    let name = configuration.model.name
    lines.append("[model.\(name)]")
    lines += assignments(of: value.value(at: ["model", name])) + [""]
    for table in ["margin", "run"] {
      lines.append("[\(table)]")
      lines += assignments(of: value.value(at: [table])) + [""]
    }
    lines += (value["step"]?.elements ?? []).flatMap { stepLines($0) }
    if let data = value["data"] { lines += ["", "[data]"] + assignments(of: data) }
    for group in value["group"]?.elements ?? [] {
      lines += ["", "[[group]]"] + assignments(of: group)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func stepLines(_ step: JSON) -> [String] {
    (step.members ?? []).flatMap { ["[[step]]", "\($0.name) = \($0.value.policyText)"] }
  }

  private static func assignments(of table: JSON?) -> [String] {
    (table?.members ?? []).sorted { $0.name < $1.name }
      .flatMap { assignment(of: $0.value, to: $0.name) }
  }

  private static func heading(of preset: Preset) -> [String] {
    var lines = [
      FileSchema.policy.line, "", "# A margin policy from preset \(preset.name):",
      "# \(preset.summary).",
    ]
    if let statement = preset.statement {
      lines.append("# It contains \(statement)" + (preset.dated.map { " (\($0))." } ?? "."))
    }
    if !preset.leftOpen.isEmpty {
      lines.append("# You must decide:")
      lines += preset.leftOpen.map { "#   - \($0)" }
    }
    return lines + [
      "# Fractions are decimal: 0.0005 is 0.05 %. Commented keys are optional.", "",
      "# \(comment(of: "preset", in: PolicyKeys.file))",
    ]
  }

  private static func modelSection(_ model: JSON?, _ preset: Preset) -> [String] {
    var lines = ["# \(comment(of: "model", in: PolicyKeys.file))"]
    var others: [String] = ["# Other models, with their defaults:"]
    for key in PolicyKeys.model.keys {
      if let chosen = model?.value(at: [key.name]) {
        lines.append("# \(key.name): \(key.comment)")
        lines.append("[model.\(key.name)]")
        lines += keyLines(key.rule, chosen, path: "model.\(key.name)", preset) + [""]
      } else {
        others.append("# [model.\(key.name)]    # \(key.comment)")
        others += assignments(key.rule, key.rule.completed(.object([:]))).map { "# \($0)" }
      }
    }
    return lines + others + [""]
  }

  private static func tableSection(
    _ name: String, _ rule: KeyRule, _ value: JSON, _ preset: Preset
  ) -> [String] {
    let table = value.value(at: [name]) ?? .object([:])
    return ["# \(comment(of: name, in: PolicyKeys.file))", "[\(name)]"]
      + keyLines(rule, table, path: name, preset) + [""]
  }

  private static func stepSection(_ steps: JSON?) -> [String] {
    var lines = [
      "# Steps: \(comment(of: "step", in: PolicyKeys.file)). In their usual order:"
    ]
    var named: Set<String> = []
    for step in steps?.elements ?? [] {
      lines += stepLines(step)
      named.formUnion(step.keys)
    }
    for key in PolicyKeys.step.keys where !named.contains(key.name) {
      lines += ["#", "# [[step]]    # \(key.comment)"]
      lines += key.rule.keys.map { "#   \($0.name): \($0.comment)" }
      lines += examples(of: key).map { "# \(key.name) = \($0.policyText)" }
    }
    return lines
  }

  /// Findings and groups, which no preset sets.
  private static var otherSections: [String] {
    let data = comment(of: "data", in: PolicyKeys.file)
    let group = comment(of: "group", in: PolicyKeys.file)
    var lines = ["", "# Data: \(data). With their defaults:", "# [data]"]
    for kind in DataFinding.Kind.allCases {
      let usual = LoadOptions().treatment(of: kind).rawValue
      let treatments = kind.treatments.map(\.rawValue).joined(separator: " | ")
      lines.append("# \(kind.rawValue) = \"\(usual)\"    # [\(treatments)]")
    }
    lines += ["", "# Groups: \(group):", "# [[group]]", "# name = \"energy\""]
    for key in PolicyKeys.group.keys {
      guard case .optional(let example) = key.presence else { continue }
      lines.append("# \(key.name) = \(example.policyText)    # \(key.comment)")
    }
    return lines
  }

  /// The step with its defaults, once for each form it can take.
  private static func examples(of key: KeyRule.Key) -> [JSON] {
    let step = StepSpecification.all.first { $0.name == key.name }
    return (step?.examples ?? []).map { key.rule.completed($0) }
  }

  private static func keyLines(
    _ rule: KeyRule, _ table: JSON, path: String, _ preset: Preset
  ) -> [String] {
    rule.keys.flatMap { key -> [String] in
      var lines = ["# \(key.comment)" + choices(of: key.rule)]
      if let source = preset.sources["\(path).\(key.name)"] { lines.append("# \(source)") }
      if let value = table.value(at: [key.name]) {
        lines += assignment(of: value, to: key.name)
      } else if case .optional(let example) = key.presence {
        lines.append("# \(key.name) = \(example.policyText)")
      }
      return lines
    }
  }

  private static func assignments(_ rule: KeyRule, _ table: JSON) -> [String] {
    rule.keys.flatMap { key -> [String] in
      if let value = table.value(at: [key.name]) { return assignment(of: value, to: key.name) }
      guard case .optional(let example) = key.presence else { return [] }
      return ["# \(key.name) = \(example.policyText)    # \(key.comment)"]
    }
  }

  /// A key with its value; an array of tables has one table per line.
  private static func assignment(of value: JSON, to name: String) -> [String] {
    guard let elements = value.elements, elements.first?.object != nil else {
      return ["\(name) = \(value.policyText)"]
    }
    return ["\(name) = ["] + elements.map { "  \($0.policyText)," } + ["]"]
  }

  private static func choices(of rule: KeyRule) -> String {
    guard case .choice(let names) = rule, names.count > 1 else { return "" }
    return " [" + names.joined(separator: " | ") + "]"
  }

  private static func comment(of name: String, in rule: KeyRule) -> String {
    rule.keys.first { $0.name == name }?.comment ?? name
  }
}
