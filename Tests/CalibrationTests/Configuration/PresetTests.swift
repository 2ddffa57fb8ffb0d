import Margin
import Policies
import RiskMeasures
import Statistics
import Testing
import Text

/// The names of the steps, as a policy file writes them.
enum PolicySteps {
  static let names = [
    "stress-weight", "stress-floor", "buffer", "floor", "surcharge", "damping", "hysteresis",
    "recalibration", "speed-limit", "jump-floor", "spread", "fee", "impact", "concentration",
    "wrong-way", "event", "cap", "override",
  ]
}

@Suite struct PresetTests {
  @Test(arguments: Preset.all)
  func theCommentedFileOfAPresetIsThePreset(preset: Preset) throws {
    let text = PolicyTemplate.commented(preset: preset)
    #expect(
      try CalibrationConfiguration(toml: text) == CalibrationConfiguration(preset: preset.name))
    #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count < 200 })
  }

  @Test func theCommentedFileHoldsWhatItsCommentsOffer() throws {
    // Every step that is offered in a comment can be used as it stands there.
    let text = PolicyTemplate.commented(preset: .plain)
    let steps = PolicySteps.names
    for line in text.split(separator: "\n") {
      guard let step = steps.first(where: { line.hasPrefix("# \($0) = ") }) else { continue }
      let toml = "[model.normal]\n[[step]]\n" + line.dropFirst(2)
      #expect(try CalibrationConfiguration(toml: toml).steps.count == 1, "\(step)")
    }
    for (name, block) in modelBlocks(in: text) {
      #expect(try CalibrationConfiguration(toml: block).model.name == name)
    }
    #expect(modelBlocks(in: text).count == ModelConfiguration.names.count - 1)
    for step in steps { #expect(text.contains("\n# \(step) = ")) }
    for model in ModelConfiguration.names { #expect(text.contains("[model.\(model)]")) }
  }

  /// The commented models of a file, uncommented.
  func modelBlocks(in text: String) -> [(name: String, toml: String)] {
    text.split(separator: "\n# [model.").dropFirst().map { part in
      let block = part.prefix(upTo: part.firstRange(of: "\n\n")?.lowerBound ?? part.endIndex)
        .split(separator: "\n")
      let lines = ["[model." + (block.first ?? "")] + block.dropFirst().map { $0.dropFirst(2) }
      return (String(part.prefix { $0 != "]" }), lines.joined(separator: "\n"))
    }
  }

  @Test(arguments: Preset.all)
  func thePresetsSayWhatTheyAreNot(preset: Preset) throws {
    let resolved = try CalibrationConfiguration(preset: preset.name).resolved()
    #expect(resolved.policy.preset == preset.name)
    guard preset != .plain else {
      #expect(resolved.statement == nil)
      return
    }
    let statement = try #require(resolved.statement)
    #expect(statement.hasPrefix("parameters ") && statement.contains("not compliance"))
    #expect(statement.contains(", not compliance with "))
    let text = PolicyTemplate.commented(preset: preset)
    #expect(text.contains(statement))
    #expect(!preset.leftOpen.isEmpty)
    #expect(preset.leftOpen.allSatisfy { text.contains("#   - \($0)\n") })
  }

  @Test(arguments: [
    ("emir-etd", 990_000, "2 business days"), ("emir-otc", 995_000, "5 business days"),
    ("cftc", 990_000, "1 business day"), ("crypto-perpetual", 999_000, "15 minutes"),
    ("emir-client-gross", 990_000, "1 business day"), ("umr", 990_000, "10 business days"),
    ("crypto-clearing", 990_000, "24 hours"),
    ("plain", 990_000, "1 bar"),
  ])
  func thePresetsHoldTheNumbersOfTheirRules(name: String, level: Int, period: String) throws {
    let policy = try CalibrationConfiguration(preset: name).resolved().policy
    #expect(policy.measure.level.millionths == level)
    #expect(policy.periodOfRisk.description == period)
    #expect(policy.quantileConvention == .predictive)
    let isRegulated = name.hasPrefix("emir") || name == "cftc" || name == "umr"
    #expect((policy.hardMinimum == .calculatedRate) == isRegulated)
    #expect((policy.covers == .both) == isRegulated)
  }

  @Test(arguments: [
    ("buffer", "buffer"), ("stress-weight", "stress weight"), ("floor", "floor (10 years)"),
  ])
  func anEMIRPresetTakesOneOption(option: String, step: String) throws {
    let toml = "preset = \"emir-etd\"\n[margin]\narticle-28-option = \"\(option)\"\n"
    let resolved = try CalibrationConfiguration(toml: toml).resolved()
    #expect(resolved.policy.steps.map(\.name) == [step])
    // The policy object of the output shows the step with its parameters.
    #expect(resolved.configuration.canonicalJSON.contains("\"step\":[{\"\(option)\":{"))
  }

  @Test func anOptionIsTunedByItsStepAndASecondOneIsRefused() throws {
    let tuned = try CalibrationConfiguration(
      toml: """
        preset = "emir-etd"
        [[step]]
        buffer = { share = 0.4 }
        [[step]]
        damping = { fraction = 0.2 }
        """
    ).resolved()
    #expect(tuned.policy.steps.map(\.name) == ["buffer", "damping"])
    #expect((tuned.policy.steps.first as? Buffer)?.share == 0.4)
    let error = try #require(throws: InputError.self) {
      try CalibrationConfiguration(
        toml: "preset = \"emir-otc\"\n[[step]]\nfloor = { lookback-years = 10 }\n", file: "p.toml")
    }
    #expect(error.location.part == "step[1]")
    #expect(error.location.line == 2)
    #expect(error.remedy.contains("margin.article-28-option = \"floor\""))
  }

  @Test func aRegulatedPresetRefusesAStepThatUndoesItsMinimum() throws {
    let blend = try #require(throws: InputError.self) {
      try CalibrationConfiguration(
        toml: """
          preset = "cftc"
          [[step]]
          stress-weight = { blend = "blend" }
          """, file: "p.toml")
    }
    #expect(blend.location.part == "step[1]")
    let none = try #require(throws: InputError.self) {
      try CalibrationConfiguration(toml: "preset = \"cftc\"\nmargin.hard-minimum = \"none\"\n")
    }
    #expect(none.location.part == "margin.hard-minimum")
  }
}
