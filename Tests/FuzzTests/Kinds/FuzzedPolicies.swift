import Calibration
import Policies
import Text

/// Policy files: read, written as JSON, read again, resolved and calibrated.
struct FuzzedPolicies: FuzzedInput {
  let name = "policies"
  let fileName = "mutant.toml"
  let share = 700

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let written = Preset.all.map { Array(PolicyTemplate.commented(preset: $0).utf8) }
    return written + Self.small.map { Array($0.utf8) }
  }

  private static let small =
    ModelConfiguration.names(taking: "window").map { model in
      "preset = \"plain\"\n[model.\(model)]\nwindow = 200\n[margin]\nlevel = 0.95\n"
    } + [
      """
      schema = "margin.policy/1"
      preset = "plain"
      [model.garch]
      window = 250
      innovations = "student-t"
      [margin]
      level = 0.99
      rounding = 0.0005
      period-of-risk = { count = 2, unit = "business-days" }
      [[step]]
      buffer = { share = 0.25 }
      [[step]]
      floor = { lookback-years = 0.5 }
      [[group]]
      name = "g"
      instruments = ["A", "B*"]
      margin = { level = 0.995 }
      """,
      """
      [model.ewma]
      [margin]
      level = 0.95
      covers = "maintenance"
      initial = { level = 0.9, period-of-risk = { count = 2, unit = "bars" } }
      liquidation = { notional = 1e6, volume = 1e7, participation = 0.1, detection-bars = 1, outage-bars = 1 }
      [[step]]
      stress-weight = { weight = 0.25, period = "worst", length = 100 }
      [[step]]
      speed-limit = { factor = 1.5, days = 5 }
      """,
      """
      [model.combination]
      rule = "mean"
      weights = [0.5, 0.25]
      [[model.combination.members]]
      normal = { window = 200 }
      [[model.combination.members]]
      historical = { window = 250 }
      [margin]
      measure = "expected-shortfall"
      level = 0.9
      sides = "separate"
      leverage-ladder = [1, 2, 5, 10]
      [run]
      seed = 3
      refit-every = 10
      [data]
      hole = "warn"
      """,
    ]

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let configuration = try CalibrationConfiguration(policy: .file(mutant.path))
    let json = configuration.canonicalJSON
    let again = CalibrationConfiguration(canonicalJSON: json)
    checks.expect(again == configuration, "its JSON is not read back: \(json)")
    checks.expect(!json.contains(":nan") && !json.contains(":inf"), "a number that is not finite")
    _ = configuration.resolved().statement
    if mutant.isOne(in: 15) {
      try FuzzSamples.calibrate(configuration, &checks)
      for group in configuration.groups { try FuzzSamples.calibrate(group.configuration, &checks) }
    } else {
      _ = try ResolvedJob(CalibrationJob(version: "fuzz"), configuration: configuration).plan
    }
  }
}
