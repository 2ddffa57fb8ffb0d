import Policies
import Testing
import Text

/// Values outside their meaning, for every key of the schema, taken from its own ranges and units.
struct MeaningfulValueTests {
  /// Every key of a number below a rule, with its path.
  private static func numbers(
    _ rule: KeyRule, _ path: String = ""
  ) -> [(path: String, quantity: Quantity, rule: NumberRule)] {
    rule.keys.flatMap { key -> [(path: String, quantity: Quantity, rule: NumberRule)] in
      let path = path.isEmpty ? key.name : "\(path).\(key.name)"
      var found = numbers(key.rule, path)
      switch key.rule {
      case .number(let number), .list(.number(let number), _), .either(.number(let number), _):
        found.append((path, key.quantity, number))
      case .list(let element, _): found += numbers(element, path)
      default: break
      }
      return found
    }
  }

  @Test func aPercentageIsNotAFraction() {
    let keys = Self.numbers(PolicyKeys.file)
    let fractions = keys.filter {
      [.fraction, .share, .level, .quantile, .decay].contains($0.quantity)
        && !$0.path.hasSuffix("extreme-value.threshold")
    }
    #expect(fractions.count > 30)
    for key in fractions {
      #expect(key.rule.problem(with: 25) != nil, "\(key.path)")
      #expect(key.rule.problem(with: -0.01) != nil, "\(key.path)")
    }
  }

  @Test func everyNumberHasTwoBoundsAndAnExample() {
    for key in Self.numbers(PolicyKeys.file) {
      for number in [Double.nan, .infinity, -.infinity, 1e300, -1e300] {
        #expect(key.rule.problem(with: number) != nil, "\(key.path) accepts \(number)")
      }
      #expect(!key.rule.hint.isEmpty, "\(key.path)")
    }
  }

  @Test func theFractionThatWasMeantIsNamed() {
    let error = #expect(throws: InputError.self) {
      try CalibrationConfiguration(toml: "[model.historical]\n[[step]]\nbuffer = { share = 25 }\n")
    }
    #expect(error?.message.hasSuffix("such as 0.25; 25 % is 0.25") == true)
  }

  @Test func aThresholdAboveThePriceIsRefused() {
    let error = #expect(throws: InputError.self) {
      try CalibrationConfiguration(toml: "[model.extreme-value]\nthreshold = 2\n")
    }
    #expect(error?.message.contains("2 % is 0.02") == true)
  }

  // MARK: - Presets

  @Test(
    arguments: [
      ("preset = \"emir-etd\"\n[margin]\nlevel = 0.95\n", ["margin.level 0.99 → 0.95"]),
      (
        "preset = \"emir-etd\"\n[margin]\nperiod-of-risk = { count = 1, unit = \"bars\" }\n",
        ["margin.period-of-risk 2 business days → 1 bar"]
      ),
      (
        "preset = \"emir-otc\"\n[[step]]\nbuffer = { share = 0.1 }\n",
        ["step.buffer.share 0.25 → 0.1"]
      ),
      (
        "preset = \"umr\"\n[[step]]\nfloor = { rate = 0.02 }\n",
        ["step.stress-weight applied → none"]
      ),
      ("preset = \"emir-etd\"\n[margin]\nlevel = 0.995\n", []),
      ("[model.historical]\n[margin]\nlevel = 0.9\n", []),
    ])
  func aRegulatedParameterThatIsUndercutIsNamed(toml: String, changes: [String]) throws {
    let policy = try CalibrationConfiguration(toml: toml).resolved()
    #expect(policy.configuration.presetChanges.map(\.text) == changes)
    for change in changes {
      #expect(policy.statement?.hasSuffix("changed from the preset: \(change)") == true)
    }
  }
}
