import Forecasting
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Text

@Suite struct ConfigurationErrorTests {
  /// The message of what a text is refused for.
  static func refusal(_ toml: String, file: String? = "policy.toml") throws -> InputError {
    try #require(throws: InputError.self) {
      try CalibrationConfiguration(toml: toml, file: file)
    }
  }

  static let model = "[model.historical]\nwindow = 500\n"

  @Test func aLevelOfOneNamesFileLineKeyAndRemedy() throws {
    let error = try Self.refusal(Self.model + "\n[margin]\n# the level\nlevel = 1.0\n")
    #expect(
      error.message
        == "policy.toml:6:9: margin.level: 1.0 is not below 1; "
        + "write a level between 0.5 and 1, such as 0.99")
  }

  @Test(arguments: [
    ("[margin]\nlevel = 0.5", "margin.level", "0.5 is not above 0.5"),
    (
      "[margin]\nlevel = 0.9900000001", "margin.level",
      "0.9900000001 has more than six decimal places"
    ),
    (
      "[margin]\nlevel = \"high\"", "margin.level", "expected a number, found the text \"high\""
    ),
    ("[margin]\nlevel = nan", "margin.level", "nan and inf are not allowed"),
    ("[margin]\nrounding = 0", "margin.rounding", "0.0 is not above 0"),
    ("[margin]\nrounding = -inf", "margin.rounding", "nan and inf are not allowed"),
    ("[margin]\ninitial = 0.9", "margin.initial", "0.9 is not at least 1"),
    ("[margin]\ncovers = \"all\"", "margin.covers", "unknown covers \"all\""),
    (
      "[margin]\nperiod-of-risk = { count = 0, unit = \"bars\" }", "margin.period-of-risk.count",
      "0 is not at least 1"
    ),
    (
      "[margin]\nperiod-of-risk = { count = 2, unit = \"weeks\" }", "margin.period-of-risk.unit",
      "unknown unit \"weeks\""
    ),
    (
      "[margin]\nperiod-of-risk = 2", "margin.period-of-risk",
      "expected a table, found the number 2"
    ),
    (
      "[[step]]\nstress-weight = { weight = 1.5 }", "step[1].stress-weight.weight",
      "1.5 is not at most 1"
    ),
    ("[[step]]\nbuffer = { share = -0.25 }", "step[1].buffer.share", "-0.25 is not at least 0"),
    (
      "[[step]]\nfloor = { rate = 0.1 }\n[[step]]\nfloor = {}", "step[2].floor",
      "requires exactly one of rate and lookback-years"
    ),
    (
      "[[step]]\nfloor = { rate = 0.1, lookback-years = 10 }", "step[1].floor",
      "requires exactly one of rate and lookback-years"
    ),
    (
      "[[step]]\nstress-weight = { period = \"2008-02-30/2009-01-01\" }",
      "step[1].stress-weight.period", "unknown period \"2008-02-30/2009-01-01\""
    ),
    ("[run]\nseed = 1.5", "run.seed", "expected a whole number, found the number 1.5"),
    ("[run]\nrefit-every = 0", "run.refit-every", "0 is not at least 1"),
    (
      "[margin]\narticle-28-option = \"buffer\"", "margin.article-28-option",
      "only emir presets have an Article 28(1) option"
    ),
  ])
  func aBadValueIsRefusedWhereItStands(toml: String, keyPath: String, problem: String) throws {
    let error = try Self.refusal(Self.model + toml)
    #expect(error.location.part == keyPath)
    #expect(error.problem == problem)
    #expect(error.location.source == "policy.toml")
    #expect(error.location.line == 2 + toml.split(separator: "\n").count)
    #expect(!error.remedy.isEmpty)
  }

  @Test(arguments: [
    ("[model.historical]\nwindw = 500", "model.historical.windw", "did you mean window?", 2),
    ("[model.historic]\nwindow = 500", "model.historic", "did you mean historical?", 1),
    ("[model.arima]\np = 1", "model.arima", "known models are", 1),
    ("[model.normal]\ndecay = 0.9", "model.normal.decay", "known keys are window", 2),
    ("margins = 2\n[model.normal]", "margins", "did you mean margin?", 1),
    ("[model.normal]\n[margin]\nlevels = 2", "margin.levels", "did you mean level?", 3),
    ("[model.normal]\n[[step]]\nbufer = {}", "step[1].bufer", "did you mean buffer?", 3),
    (
      "[model.normal]\n[[step]]\nbuffer = { shares = 1 }", "step[1].buffer.shares",
      "did you mean share?", 3
    ),
  ])
  func anUnknownKeyNamesTheNearest(toml: String, keyPath: String, hint: String, line: Int) throws {
    let error = try Self.refusal(toml)
    #expect(error.location.part == keyPath)
    #expect(error.problem.hasPrefix("unknown"))
    #expect(error.remedy.hasPrefix(hint))
    #expect(error.location.line == line)
  }

  @Test func aStepThatContradictsIsNamedByItsHeader() throws {
    let two = try Self.refusal(Self.model + "[[step]]\nbuffer = {}\nsurcharge = {}\n")
    #expect(two.problem == "names 2 steps: buffer, surcharge")
    #expect(two.location.line == 3)
    let undoing = try Self.refusal(
      Self.model + "[[step]]\nbuffer = {}\n[[step]]\nstress-weight = { blend = \"blend\" }\n"
        + "[margin]\nhard-minimum = \"calculated-rate\"\n")
    #expect(undoing.location.part == "step[2]")
    #expect(undoing.problem.contains("margin.hard-minimum forbids"))
    #expect(undoing.location.line == 5)
  }

  @Test func linesAreCountedInFilesOfAnotherSystem() throws {
    let error = try Self.refusal("[model.historical]\r\n\r\n[margin]\r\nlevel = 2\r\n")
    #expect(error.location.line == 4)
  }

  @Test(arguments: [
    ("[model.ewma]\ndegrees-of-freedom = 5\n", "model.ewma.degrees-of-freedom"),
    ("[model.normal]\n[margin]\nleverage-ladder = [5, 2]\n", "margin.leverage-ladder"),
    ("[model.normal]\n[margin]\nleverage-ladder = []\n", "margin.leverage-ladder"),
    ("[model.normal]\n[margin]\nleverage-ladder = [1.005]\n", "margin.leverage-ladder"),
    ("[model.normal]\n[step]\nbuffer = {}\n", "step"),
    ("[[model.normal]]\nwindow = 500\n", "model.normal"),
    ("", "model"),
  ])
  func whatWouldBeIgnoredIsRefused(toml: String, keyPath: String) throws {
    #expect(try Self.refusal(toml).location.part == keyPath)
  }

  @Test func twoModelsAndNoneAreRefused() throws {
    let two = try Self.refusal("[model.historical]\n[model.normal]\n")
    #expect(two.problem == "names 2 models: historical, normal")
    let none = try Self.refusal("[margin]\nlevel = 0.99\n")
    #expect(none.problem == "the file names no model")
    #expect(none.remedy.contains("monte-carlo"))
  }

  @Test func textThatIsNoTOMLNamesItsLine() throws {
    let error = try Self.refusal("[model.historical]\nwindow = \n")
    #expect(error.location.line == 2)
    #expect(error.location.source == "policy.toml")
  }

  @Test func aWindowThatCannotHoldTheQuantileIsRefused() throws {
    let error = try Self.refusal("[model.historical]\nwindow = 98\n")
    #expect(error.location.part == "model.historical.window")
    // ⌈(n + 1)·0.99⌉ ≤ n from n = 99 on, but a tail of one observation needs n = 100.
    #expect(error.remedy == "write at least 100, or a lower margin.level")
    _ = try CalibrationConfiguration(toml: "[model.historical]\nwindow = 100\n")
  }

  @Test func aWindowThatCannotBearAQuantileRegressionIsRefused() throws {
    // One more expected exceedance than parameters: (4 + 1)/(1 − c).
    let slopes = "[model.caviar]\nspecification = \"asymmetric-slope\"\n"
    let error = try Self.refusal(slopes + "window = 499\n")
    #expect(error.location.part == "model.caviar.window")
    #expect(error.remedy == "write at least 500, or a lower margin.level")
    let policy = try CalibrationConfiguration(toml: slopes + "window = 500\n")
    let model = try policy.model.model(
      quantileConvention: .predictive, seed: 3, over: .oneBar, at: [.known(0.975), .known(0.99)])
    guard case .single(let caviar as CAViaR) = model else {
      Issue.record("not \(model.name)")
      return
    }
    #expect(caviar.levels == [.known(0.975), .known(0.99)])
    #expect(caviar.specification == .asymmetricSlope && caviar.seed == 3)
    #expect(caviar.tailModel == .multiple && caviar.returnConvention == .log)
  }

  @Test(arguments: [
    ("/dev/null/policy.toml", "there is no such file"), ("/", "is a folder"),
  ])
  func aFileThatCannotBeReadIsNamed(path: String, problem: String) throws {
    let error = try #require(throws: InputError.self) {
      try CalibrationConfiguration(policy: .file(path))
    }
    #expect(error.problem == problem)
    #expect(error.message.hasPrefix("\(path): "))
  }

  @Test func aBadFlagIsNamed() throws {
    var flags = ConfigurationFlags()
    flags.level = 1
    let level = try #require(throws: InputError.self) {
      try CalibrationConfiguration(preset: "plain", flags: flags)
    }
    #expect(level.message.hasPrefix("--level: margin.level: 1.0 is not below 1; "))
    flags = ConfigurationFlags()
    flags.horizonBars = 0
    let horizon = try #require(throws: InputError.self) {
      try CalibrationConfiguration(preset: "plain", flags: flags)
    }
    #expect(horizon.location.source == "--horizon")
    #expect(horizon.location.part == "margin.period-of-risk.count")
    flags = ConfigurationFlags()
    flags.level = .nan
    #expect(throws: InputError.self) {
      try CalibrationConfiguration(preset: "plain", flags: flags)
    }
    flags = ConfigurationFlags()
    flags.model = "historic"
    let model = try #require(throws: InputError.self) {
      try CalibrationConfiguration(preset: "plain", flags: flags)
    }
    #expect(model.location.source == "--models" && model.remedy == "did you mean historical?")
    flags = ConfigurationFlags()
    flags.window = 50
    let window = try #require(throws: InputError.self) {
      try CalibrationConfiguration(preset: "plain", flags: flags)
    }
    #expect(window.location.source == "--window")
  }

  @Test func anUnknownPresetListsThePresets() throws {
    let error = try #require(throws: InputError.self) {
      try CalibrationConfiguration(preset: "emir")
    }
    #expect(
      error.remedy.contains(
        "plain, emir-etd, emir-otc, emir-client-gross, cftc, umr, crypto-perpetual, crypto-clearing"
      ))
  }
}
