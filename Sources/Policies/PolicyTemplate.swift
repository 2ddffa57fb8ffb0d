/// The policy file that `margin init` writes: complete, commented, ready to edit.
public enum PolicyTemplate {
  /// The file of a preset.
  ///
  /// Read back it is the preset; models and steps that are not in it stand in comments.
  public static func commented(preset: Preset) throws(ConfigurationError) -> String {
    let value = try ConfigurationLayers(
      preset: preset.name, ConfigurationFlags()
    ).merged()
    var lines = heading(of: preset)
    lines += ["preset = \"\(preset.name)\"", ""]
    lines += modelSection(value.value(at: ["model"]), preset)
    lines += tableSection("margin", PolicyKeys.margin, value, preset)
    lines += tableSection("run", PolicyKeys.run, value, preset)
    lines += stepSection(value.value(at: ["step"]))
    return lines.joined(separator: "\n") + "\n"
  }

  /// A policy file of a configuration, without comments on keys; read back it is the configuration.
  public static func written(_ configuration: CalibrationConfiguration) -> String {
    let value = ConfigurationValue(canonicalJSON: configuration.canonicalJSON)
    var lines = ["preset = \"\(configuration.preset)\"", ""]
    let name = configuration.model.name
    lines.append("[model.\(name)]")
    lines += assignments(of: value.value(at: ["model", name])) + [""]
    for table in ["margin", "run"] {
      lines.append("[\(table)]")
      lines += assignments(of: value.value(at: [table])) + [""]
    }
    if case .list(let steps)? = value.value(at: ["step"]) {
      for case .table(let step) in steps {
        for (name, parameters) in step {
          lines += ["[[step]]", "\(name) = \(parameters.inlineText)"]
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func assignments(of table: ConfigurationValue?) -> [String] {
    guard case .table(let keys)? = table else { return [] }
    return keys.sorted { $0.key < $1.key }.flatMap { assignment(of: $0.value, to: $0.key) }
  }

  private static func heading(of preset: Preset) -> [String] {
    var lines = ["# A margin policy from preset \(preset.name):", "# \(preset.summary)."]
    if let statement = preset.statement {
      lines.append("# It holds \(statement)" + (preset.dated.map { " (\($0))." } ?? "."))
    }
    if !preset.leftOpen.isEmpty {
      lines.append("# It leaves to you:")
      lines += preset.leftOpen.map { "#   - \($0)" }
    }
    return lines + [
      "# Fractions are decimal: 0.0005 is 0.05 %. A key behind # is a choice not made.", "",
      "# \(comment(of: "preset", in: PolicyKeys.file))",
    ]
  }

  private static func modelSection(_ model: ConfigurationValue?, _ preset: Preset) -> [String] {
    var lines = ["# \(comment(of: "model", in: PolicyKeys.file))"]
    var others: [String] = ["# Other models, with their defaults:"]
    for key in PolicyKeys.model.keys {
      if let chosen = model?.value(at: [key.name]) {
        lines.append("# \(key.name): \(key.comment)")
        lines.append("[model.\(key.name)]")
        lines += keyLines(key.rule, chosen, path: "model.\(key.name)", preset) + [""]
      } else {
        others.append("# [model.\(key.name)]    # \(key.comment)")
        others += assignments(key.rule, key.rule.completed(.table([:]))).map { "# \($0)" }
      }
    }
    return lines + others + [""]
  }

  private static func tableSection(
    _ name: String, _ rule: KeyRule, _ value: ConfigurationValue, _ preset: Preset
  ) -> [String] {
    let table = value.value(at: [name]) ?? .table([:])
    return ["# \(comment(of: name, in: PolicyKeys.file))", "[\(name)]"]
      + keyLines(rule, table, path: name, preset) + [""]
  }

  private static func stepSection(_ steps: ConfigurationValue?) -> [String] {
    var lines = [
      "# Steps: \(comment(of: "step", in: PolicyKeys.file)). In their usual order:"
    ]
    var named: Set<String> = []
    if case .list(let steps)? = steps {
      for case .table(let step) in steps {
        for (name, parameters) in step {
          lines += ["[[step]]", "\(name) = \(parameters.inlineText)"]
          named.insert(name)
        }
      }
    }
    for key in PolicyKeys.step.keys where !named.contains(key.name) {
      lines += ["#", "# [[step]]    # \(key.comment)"]
      lines += key.rule.keys.map { "#   \($0.name): \($0.comment)" }
      lines += examples(of: key).map { "# \(key.name) = \($0.inlineText)" }
    }
    return lines
  }

  /// The step with its defaults, once for each way of writing it.
  private static func examples(of key: KeyRule.Key) -> [ConfigurationValue] {
    let step = StepConfiguration.steps.first { $0.name == key.name }
    return (step?.examples ?? []).map { key.rule.completed($0) }
  }

  private static func keyLines(
    _ rule: KeyRule, _ table: ConfigurationValue, path: String, _ preset: Preset
  ) -> [String] {
    rule.keys.flatMap { key -> [String] in
      var lines = ["# \(key.comment)" + choices(of: key.rule)]
      if let source = preset.sources["\(path).\(key.name)"] { lines.append("# \(source)") }
      if let value = table.value(at: [key.name]) {
        lines += assignment(of: value, to: key.name)
      } else if case .optional(let example) = key.presence {
        lines.append("# \(key.name) = \(example.inlineText)")
      }
      return lines
    }
  }

  private static func assignments(_ rule: KeyRule, _ table: ConfigurationValue) -> [String] {
    rule.keys.flatMap { key -> [String] in
      if let value = table.value(at: [key.name]) { return assignment(of: value, to: key.name) }
      guard case .optional(let example) = key.presence else { return [] }
      return ["# \(key.name) = \(example.inlineText)    # \(key.comment)"]
    }
  }

  /// A key with its value, a list of tables one table a line.
  private static func assignment(of value: ConfigurationValue, to name: String) -> [String] {
    guard case .list(let elements) = value, case .table? = elements.first else {
      return ["\(name) = \(value.inlineText)"]
    }
    return ["\(name) = ["] + elements.map { "  \($0.inlineText)," } + ["]"]
  }

  private static func choices(of rule: KeyRule) -> String {
    guard case .choice(let names) = rule, names.count > 1 else { return "" }
    return " [" + names.joined(separator: " | ") + "]"
  }

  private static func comment(of name: String, in rule: KeyRule) -> String {
    rule.keys.first { $0.name == name }?.comment ?? name
  }
}
