import Backtesting
import RiskMeasures
import TestSupport
import Testing

/// Figures computed independently in closed form: whole sequences, edge cases and a grid.
@Suite struct ComputedCoverageTests {
  /// The cases state 10⁻⁹ or 10⁻⁸; only k ln k cancels here, by about four digits.
  static let relative = 1e-9

  @Test func theKupiecGridIsReproduced() throws {
    let reference = try ReferenceCase("bt.pof.grid")
    let cells = try reference.inputs.value("cells").list
    #expect(cells.count == 54)
    for (index, cell) in cells.enumerated() {
      let (x, n) = (try cell.value("x").integer, try cell.value("N").integer)
      let level = try cell.value("p").level
      let kupiec = KupiecTest(exceedances: x, forecasts: n, level: level)
        .result(method: .asymptotic)
      let binomial = BinomialTest(exceedances: x, forecasts: n, level: level).result()
      let expected = reference.expected
      #expect(
        agrees(kupiec.statistic, try expected.value("LR").list[index].number, relative: 1e-10))
      #expect(agrees(kupiec.pValue, try expected.value("p").list[index].number, relative: 1e-10))
      #expect(
        agrees(binomial.statistic, try expected.value("z").list[index].number, relative: 1e-10))
    }
  }

  @Test(arguments: [424_242, 424_243, 424_244])
  func aSyntheticBacktestIsReproduced(_ seed: Int) throws {
    let reference = try ReferenceCase("bt.synth.\(seed)")
    let data = try SyntheticBacktest(seed: seed)
    let level = try reference.inputs.value("p").level
    let sequence = ExceedanceSequence(losses: data.losses, forecasts: data.valuesAtRisk)
    #expect(sequence.forecastCount == (try reference.expected.value("N").integer))
    #expect(sequence.exceedanceCount == (try reference.expected.value("x").integer))
    try expectAgreement(of: sequence, at: level, with: reference.expected)
    #expect(
      agrees(
        TickLoss.mean(of: data.valuesAtRisk, for: data.losses, at: level),
        try reference.expected.value("tick_loss_mean").number, relative: 1e-12))
    #expect(
      agrees(
        FisslerZiegelScore.mean(
          valuesAtRisk: data.valuesAtRisk, expectedShortfalls: data.shortfalls, for: data.losses,
          at: level),
        try reference.expected.value("fz0_mean").number, relative: 1e-12))
  }

  @Test(arguments: [
    "bt.edge.allzero250", "bt.edge.one_at_start", "bt.edge.consecutive5", "bt.edge.last_day",
  ])
  func anEdgeCaseIsReproduced(_ id: String) throws {
    let reference = try ReferenceCase(id)
    var hits = [Bool](repeating: false, count: try reference.inputs.value("N").integer)
    for position in try reference.inputs.value("positions").list {
      hits[try position.integer] = true
    }
    try expectAgreement(
      of: ExceedanceSequence(hits: hits), at: try reference.inputs.value("p").level,
      with: reference.expected)
  }

  private func expectAgreement(
    of sequence: ExceedanceSequence, at level: ConfidenceLevel, with expected: ReferenceValue
  ) throws {
    let (x, n) = (sequence.exceedanceCount, sequence.forecastCount)
    let counts = try #require(sequence.transitions)
    let kupiec = KupiecTest(exceedances: x, forecasts: n, level: level)
    try expect(kupiec.result(method: .asymptotic), equals: expected.value("pof"))
    let upper = KupiecTest(exceedances: x, forecasts: n, level: level, alternative: .greater)
    #expect(
      agrees(
        upper.result().pValue, try expected.value("exact_binomial", "sf_ge_x").number,
        relative: 1e-10))

    let binomial = BinomialTest(exceedances: x, forecasts: n, level: level)
    #expect(agrees(binomial.statistic, try expected.value("bin", "z").number, relative: 1e-10))
    #expect(
      agrees(
        binomial.result(method: .asymptotic).pValue,
        try expected.value("bin", "p_two_sided").number, relative: 1e-10))
    #expect(
      agrees(
        binomial.result(method: .exact).pValue,
        try expected.value("exact_binomial", "p_two_sided_minlike").number, relative: 1e-10))

    let cci = try expected.value("cci")
    #expect(
      [counts.n00, counts.n01, counts.n10, counts.n11]
        == (try ["n00", "n01", "n10", "n11"].map { try cci.value($0).integer }))
    let independence = ChristoffersenIndependenceTest(transitions: counts)
    let joint = ConditionalCoverageTest(transitions: counts, level: level)
    if x >= 2 {
      try expect(independence.result(method: .asymptotic), equals: cci)
      try expect(joint.result(method: .asymptotic), equals: expected.value("cc"))
    } else {
      // The statistic has a value by convention; a p-value would be spurious.
      #expect(agrees(independence.statistic, try cci.value("LR").number, relative: 1e-9))
      #expect(agrees(joint.statistic, try expected.value("cc", "LR").number, relative: 1e-9))
      #expect(independence.result(method: .asymptotic).pValue == nil)
      #expect(joint.result(method: .asymptotic).pValue == nil)
    }

    let light = TrafficLight(exceedances: x, forecasts: n, level: level)
    let zone = try expected.value("traffic_light")
    #expect(
      agrees(light.cumulativeProbability, try zone.value("cum_prob").number, relative: 1e-10))
    #expect(agrees(light.typeOneError, try zone.value("type1").number, relative: 1e-10))
    #expect(light.zone.rawValue == (try zone.value("zone").string))
  }

  private func expect(_ result: TestResult, equals expected: ReferenceValue) throws {
    #expect(
      agrees(result.statistic, try expected.value("LR").number, relative: Self.relative),
      "\(result.test)")
    #expect(
      agrees(result.pValue, try expected.value("p").number, relative: Self.relative),
      "\(result.test)")
  }
}
