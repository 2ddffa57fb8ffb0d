import Margin
import MarketData
import Policies
import RiskMeasures
import TestSupport
import Testing

@Suite struct CalibrationConfigurationTests {
  @Test func theExampleOfTheDesignIsRead() throws {
    let configuration = try CalibrationConfiguration(
      toml: """
        [model.volatility-weighted-historical]          # exactly one model
        window = 500
        decay = 0.97
        [margin]
        measure = "value-at-risk"
        level = 0.99
        period-of-risk = { count = 2, unit = "business-days" }
        covers = "maintenance"
        sides = "separate"
        rounding = 0.0005
        initial = 1.10
        [[step]]
        stress-weight = { weight = 0.25, period = "worst", length = 250 }
        [[step]]
        buffer = { share = 0.25 }
        [[step]]
        floor = { lookback-years = 10 }
        """)
    let resolved = configuration.resolved()
    #expect(resolved.policy.steps.map(\.name) == ["stress weight", "buffer", "floor (10 years)"])
    #expect(resolved.policy.measure.level.millionths == 990_000)
    #expect(resolved.policy.periodOfRisk == MarginPeriodOfRisk(count: 2, unit: .businessDays))
    #expect(resolved.policy.roundingStep.millionths == 500)
    #expect(resolved.policy.initial.ratio?.millionths == 1_100_000)
    #expect(resolved.policy.needs.first == .stressed(.worst(length: 250)))
    #expect(resolved.seed == 1 && resolved.refitEvery == 20)
    guard let model = resolved.model.parameters as? VolatilityWeightedParameters else {
      Issue.record("not \(resolved.model.name)")
      return
    }
    #expect(model.window == 500 && model.decay == 0.97)
    #expect(model.returns == .log && model.startUp == .sample)
  }

  @Test func aFlagWinsOverTheFileAndTheFileOverThePreset() throws {
    let toml = """
      preset = "emir-etd"
      [model.volatility-weighted-historical]
      window = 750
      [margin]
      level = 0.995
      """
    let file = try CalibrationConfiguration(toml: toml)
    #expect(file.margin.level == 0.995)
    #expect(file.margin.covers == .both)
    #expect(file.model.window == 750)
    var flags = ConfigurationFlags()
    flags.level = 0.9975
    flags.horizonBars = 3
    flags.window = 900
    flags.seed = 7
    let flagged = try CalibrationConfiguration(toml: toml, flags: flags)
    #expect(flagged.margin.level == 0.9975)
    #expect(flagged.margin.periodOfRisk == MarginPeriodOfRisk(count: 3, unit: .bars))
    #expect(flagged.model.window == 900)
    #expect(flagged.run.seed == 7)
    guard let model = flagged.model.parameters as? VolatilityWeightedParameters else {
      Issue.record("not \(flagged.model.name)")
      return
    }
    #expect(model.decay == 0.97)
  }

  @Test(arguments: ModelConfiguration.names(taking: "window"))
  func everyModelHasDefaultsAndIsWrittenAsItIsRead(name: String) throws {
    var flags = ConfigurationFlags()
    flags.model = name
    flags.window = 444
    // Tails of returns have no decay, and a flag without effect is refused.
    if name != "extreme-value" { flags.decay = 0.9 }
    let configuration = try CalibrationConfiguration(preset: "plain", flags: flags)
    #expect(configuration.model.name == name)
    #expect(configuration.model.window == 444)
    let again = try CalibrationConfiguration(toml: "[model.\(name)]\nwindow = 444\n")
    #expect(again.model.window == 444)
  }

  @Test func theCanonicalTextIsSortedAndComplete() throws {
    let configuration = try CalibrationConfiguration(
      toml: "[[step]]\nbuffer = {}\n[model.historical]\n")
    #expect(
      configuration.canonicalJSON
        == #"{"margin":{"covers":"maintenance","hard-minimum":"none","initial":1.1,"level":0.99,"#
        + #""measure":"value-at-risk","notice-bars":0,"#
        + #""period-of-risk":{"count":1,"unit":"bars"},"quantile-convention":"predictive","#
        + #""rounding":0.0005,"sides":"separate"},"#
        + #""model":{"historical":{"horizon-rule":"overlapping","interval":"order-statistic","#
        + #""returns":"simple","window":500}},"#
        + #""preset":"plain","run":{"refit-every":20,"seed":1},"#
        + #""step":[{"buffer":{"high-window":20,"replenishment-days":60,"share":0.25,"trigger":0.1}}]}"#
    )
  }

  @Test(arguments: [
    ("plain", PolicySource.preset("plain")), ("./plain", .file("./plain")),
    ("plain.toml", .file("plain.toml")), ("policies/emir", .file("policies/emir")),
  ])
  func anArgumentIsAPresetUnlessItLooksLikeAFile(argument: String, source: PolicySource) {
    #expect(PolicySource(argument: argument) == source)
  }

  @Test func aNamedStressPeriodIsTwoDates() throws {
    let resolved = try CalibrationConfiguration(
      toml: """
        [model.historical]
        [[step]]
        stress-weight = { period = "2008-09-01/2009-03-31" }
        """
    ).resolved()
    #expect(
      resolved.policy.needs == [.stressed(.dates(.known("2008-09-01") ... .known("2009-03-31")))])
  }

  @Test func aLadderRoundsLeverageDown() throws {
    let resolved = try CalibrationConfiguration(preset: "crypto-perpetual").resolved()
    let margin = resolved.policy.margin(covering: MarginRate(millionths: 45_000))
    #expect(margin.initial == MarginRate(millionths: 90_000))
    #expect(margin.maximumLeverage == Leverage(hundredths: 1000))
  }
}
