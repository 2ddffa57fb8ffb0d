import Calibration
import Forecasting
import Instruments
import Policies
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Text

/// Models within a model in a policy file.
@Suite struct CombinationTests {
  @Test func membersAreTablesInAListOrInALine() throws {
    let line = """
      [model.combination]
      rule = "mean"
      weights = [2, 1]
      members = [{ historical = { window = 300 } }, { student-t = {} }]
      """
    let list = """
      [model.combination]
      rule = "mean"
      weights = [2, 1]
      [[model.combination.members]]
      historical = { window = 300 }
      [[model.combination.members]]
      [model.combination.members.student-t]
      """
    let configuration = try CalibrationConfiguration(toml: line)
    #expect(configuration == (try CalibrationConfiguration(toml: list)))
    #expect(
      configuration.canonicalJSON.contains(
        #""model":{"combination":{"members":[{"historical":{"horizon-rule":"overlapping","#
          + #""interval":"order-statistic","returns":"simple","window":300}},{"student-t":{"#))
    #expect(configuration.model.window == 500)
    let model = try configuration.model.model(
      quantileConvention: .predictive, seed: 1, over: .oneBar, at: [.known(0.99)])
    guard case .single(let single) = model else {
      Issue.record("not a model of one instrument")
      return
    }
    let members: [any ReturnModel] = [
      Historical(window: 300, quantileConvention: .predictive), StudentTModel(window: 500),
    ]
    #expect(
      single as? CombinedModel == CombinedModel(members, rule: .mean(weights: [2.0 / 3, 1.0 / 3])))
  }

  @Test func withoutKeysItIsAMedianOfThree() throws {
    let configuration = try CalibrationConfiguration(toml: "[model.combination]\n")
    let parameters = try #require(configuration.model.parameters as? CombinationParameters)
    #expect(parameters.rule == .median)
    #expect(
      parameters.members.map(\.name)
        == ["historical", "volatility-weighted-historical", "student-t"])
  }

  @Test(arguments: [
    (
      "members = [{ historical = { window = 50 } }, { normal = {} }]",
      "members[1].historical.window: 50 returns are too few for a quantile at 0.99"
    ),
    (
      "members = [{ normal = {} }, { ewma = { decay = 2 } }]",
      "members[2].ewma.decay: 2.0 is not below 1"
    ),
    (
      "members = [{ normal = {} }, { ewma = { degrees-of-freedom = 5 } }]",
      "members[2].ewma.degrees-of-freedom: normal innovations have no degrees of freedom"
    ),
    ("members = [{ normal = {} }]", "members: 1 models cannot form a combination"),
    (
      "members = [{ normal = {} }, { combination = {} }]",
      "members[2].combination: unknown model"
    ),
    (
      "members = [{ normal = {}, ewma = {} }, { normal = {} }]",
      "members[1]: names 2 models: normal, ewma"
    ),
    ("members = \"normal\"", "members: expected a list, found the text \"normal\""),
    ("weights = [1, 2, 3]", "weights: rule median does not use weights"),
    ("rule = \"mean\"\nweights = [1, 2]", "weights: 2 weights do not fit 3 models"),
    ("rule = \"mean\"\nweights = [0, 0, 0]", "weights: 3 weights do not fit 3 models"),
    ("rule = \"best\"", "rule: unknown rule \"best\""),
  ])
  func aFaultInAMemberIsNamed(keys: String, fault: String) {
    let error = #expect(throws: InputError.self) {
      try CalibrationConfiguration(toml: "[model.combination]\n" + keys)
    }
    #expect(error?.message.contains("model.combination." + fault) == true, "\(error as Any)")
  }

  @Test func aQuantileRegressionAmongTheMembersIsFittedToTheLevels() throws {
    let configuration = try CalibrationConfiguration(
      toml: "[model.combination]\nmembers = [{ normal = {} }, { caviar = { window = 600 } }]")
    let model = try configuration.model.model(
      quantileConvention: .predictive, seed: 5, over: .oneBar, at: [.known(0.99), .known(0.975)])
    guard case .single(let combination as CombinedModel) = model else {
      Issue.record("not a combination but \(model.name)")
      return
    }
    let member = try #require(combination.members.last as? CAViaR)
    #expect(
      member == CAViaR(window: 600, levels: [.known(0.975), .known(0.99)], seed: 5))
  }

  @Test func aMemberIsOfOneInstrumentAndHasARoad() throws {
    let joint = try CalibrationConfiguration(
      toml: "[model.combination]\nmembers = [{ normal = {} }, { monte-carlo = {} }]")
    let error = #expect(throws: InputError.self) {
      try joint.model.model(
        quantileConvention: .inverse, seed: 1, over: .oneBar, at: [.known(0.99)])
    }
    #expect(error?.location.part == "model.combination.members[2]")
    let roadless = try CalibrationConfiguration(
      toml: """
        [model.combination]
        members = [
          { normal = {} }, { monte-carlo = { horizon-rule = "square-root-of-time" } },
        ]
        """)
    let other = #expect(throws: InputError.self) {
      try roadless.model.model(
        quantileConvention: .inverse, seed: 1, over: Horizon(bars: 2), at: [.known(0.99)])
    }
    #expect(other?.location.part == "model.combination.members[2].monte-carlo.horizon-rule")
  }
}
