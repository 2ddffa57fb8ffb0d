import Backtesting
import RiskMeasures
import TestSupport
import Testing

/// Printed figures: MathWorks' `varbacktest` pages, Kupiec's table, the Basel tables, Hull.
@Suite struct PublishedCoverageTests {
  /// Half a unit of the last of five printed digits.
  static let printed = 6e-6

  @Test func theProportionOfFailuresIsAsMathWorksPrintsIt() throws {
    let reference = try ReferenceCase("mw.pof.normal95")
    let result = try kupiec(reference).result()
    #expect(result.pValueMethod == .asymptotic)
    #expect(
      agrees(
        result.statistic, try reference.expected.value("LR").number, relative: 0,
        absolute: Self.printed))
    #expect(
      agrees(
        result.pValue, try reference.expected.value("p").number, relative: 0,
        absolute: Self.printed))
    #expect(result.rejected == false)
  }

  @Test func theBinomialScoreIsAsMathWorksPrintsIt() throws {
    let reference = try ReferenceCase("mw.bin.normal95")
    let result = try BinomialTest(
      exceedances: reference.inputs.value("x").integer,
      forecasts: reference.inputs.value("N").integer, level: reference.inputs.value("p").level
    ).result()
    #expect(result.pValueMethod == .asymptotic)
    #expect(
      agrees(
        result.statistic, try reference.expected.value("z").number, relative: 0,
        absolute: Self.printed))
    #expect(
      agrees(
        result.pValue, try reference.expected.value("p_two_sided").number, relative: 0,
        absolute: Self.printed))
  }

  @Test func theIndependenceTestIsAsMathWorksPrintsIt() throws {
    let reference = try ReferenceCase("mw.cci.normal95")
    let result = ChristoffersenIndependenceTest(transitions: try transitions(reference.inputs))
      .result(method: .asymptotic)
    #expect(
      agrees(
        result.statistic, try reference.expected.value("LR").number, relative: 0,
        absolute: Self.printed))
    #expect(
      agrees(
        result.pValue, try reference.expected.value("p").number, relative: 0,
        absolute: Self.printed))
  }

  @Test func conditionalCoverageIsAsMathWorksPrintsIt() throws {
    let reference = try ReferenceCase("mw.cc.normal95")
    let counts = try transitions(reference.inputs)
    #expect(counts.exceedanceCount == 57)
    #expect(counts.forecastCount == 1043)
    let result = ConditionalCoverageTest(
      transitions: counts, level: try reference.inputs.value("p").level
    ).result(method: .asymptotic)
    #expect(
      agrees(
        result.statistic, try reference.expected.value("LR").number, relative: 0,
        absolute: Self.printed))
    #expect(
      agrees(
        result.pValue, try reference.expected.value("p").number, relative: 0,
        absolute: Self.printed))
  }

  @Test func theTrafficLightIsAsMathWorksPrintsIt() throws {
    let reference = try ReferenceCase("mw.tl.normal95")
    let light = TrafficLight(
      exceedances: try reference.inputs.value("x").integer,
      forecasts: try reference.inputs.value("N").integer,
      level: try reference.inputs.value("p").level)
    #expect(
      agrees(
        light.cumulativeProbability, try reference.expected.value("cum_prob").number, relative: 0,
        absolute: Self.printed))
    #expect(
      agrees(
        light.typeOneError, try reference.expected.value("type1").number, relative: 0,
        absolute: Self.printed))
    #expect(light.zone == .green)
    #expect(light.multiplier(under: .basel1996) == nil)
  }

  @Test(arguments: ["mw.summary.normal95", "mw.summary.normal99"])
  func theSummaryIsAsMathWorksPrintsIt(_ id: String) throws {
    let reference = try ReferenceCase(id)
    let coverage = Coverage(
      exceedances: try reference.inputs.value("x").integer,
      forecasts: try reference.inputs.value("N").integer,
      level: try #require(ConfidenceLevel(try reference.inputs.value("level").number)))
    // Half a unit of the last digit printed: five, two and three or four decimals.
    #expect(
      agrees(
        coverage.observed, try reference.expected.value("observed_level").number, relative: 0,
        absolute: 5e-5))
    #expect(
      agrees(
        coverage.expectedExceedances, try reference.expected.value("expected").number,
        relative: 1e-12))
    #expect(
      agrees(
        coverage.ratio, try reference.expected.value("ratio").number, relative: 0, absolute: 5e-4))
  }

  @Test func theNonRejectionRegionsAreKupiecs() throws {
    let reference = try ReferenceCase("kupiec.table")
    let cells = try reference.expected.value("accept_min_max").list
    #expect(cells.count == 15)
    for cell in cells {
      let forecasts = try cell.value("N").integer
      let level = try cell.value("p").level
      let accepted = (0 ... forecasts).filter {
        KupiecTest(exceedances: $0, forecasts: forecasts, level: level)
          .result(method: .asymptotic).rejected == false
      }
      #expect(accepted.first == (try cell.value("min").integer))
      #expect(accepted.last == (try cell.value("max").integer))
    }
  }

  @Test func theBaselTableIsReproduced() throws {
    let reference = try ReferenceCase("basel.trafficlight.250")
    let level = try tailLevel(0.01)
    let rows = try reference.expected.value("rows").list
    let printed = try reference.expected.value("published_cumulative_percent").list
    for row in rows {
      let x = try row.value("x").integer
      let light = TrafficLight(exceedances: x, forecasts: 250, level: level)
      #expect(
        agrees(
          light.cumulativeProbability, try row.value("cum_prob").number, relative: 1e-10,
          absolute: 0))
      #expect(
        agrees(light.typeOneError, try row.value("type1_ge").number, relative: 1e-10, absolute: 0))
      #expect(light.zone.rawValue == (try row.value("zone").string))
      #expect(light.plusFactor(under: .basel1996) == (try row.value("plus_1996").number))
      #expect(light.multiplier(under: .basel1996) == (try row.value("multiplier_1996").number))
      #expect(light.plusFactor(under: .mar33) == (try row.value("plus_mar33").number))
      #expect(light.multiplier(under: .mar33) == (try row.value("multiplier_mar33").number))
      if x < printed.count {
        #expect(
          agrees(
            100 * light.cumulativeProbability, try printed[x].number, relative: 0,
            absolute: 0.005))
      }
    }
  }

  @Test func hullsSixHundredDaysAreReproduced() throws {
    let reference = try ReferenceCase("rmfi.bt600")
    let expected = try reference.expected.value("full")
    let level = try tailLevel(0.01)
    func oneSided(_ x: Int) -> TestResult {
      KupiecTest(exceedances: x, forecasts: 600, level: level, alternative: .greater).result()
    }
    #expect(agrees(oneSided(9).pValue, try expected.value("P_ge_9").number, relative: 1e-10))
    #expect(agrees(oneSided(12).pValue, try expected.value("P_ge_12").number, relative: 1e-10))
    let firstRejected = try expected.value("reject_from_one_sided_5pct").integer
    #expect((0 ... 600).first { oneSided($0).rejected == true } == firstRejected)
    let accepted = (0 ... 600).filter {
      KupiecTest(exceedances: $0, forecasts: 600, level: level)
        .result(method: .asymptotic).rejected == false
    }
    #expect(accepted == Array(2 ... 11))
  }

  @Test func theBinomialTailsOfMcNeilAndFreyAreReproduced() throws {
    let reference = try ReferenceCase("mcneil_frey.table")
    let rows = try reference.inputs.value("rows").list
    let computed = try reference.expected.value("p_one_sided").list
    let printed = try reference.expected.value("p_printed").list
    #expect(rows.count == 60)
    for (index, row) in rows.enumerated() {
      let light = TrafficLight(
        exceedances: try row.value("x").integer, forecasts: try row.value("n").integer,
        level: try row.value("p").level)
      let smaller = min(light.cumulativeProbability, light.typeOneError)
      #expect(agrees(smaller, try computed[index].number, relative: 1e-10, absolute: 0))
      #expect(agrees(smaller, try printed[index].number, relative: 0, absolute: 0.0126))
    }
  }

  private func kupiec(_ reference: ReferenceCase) throws -> KupiecTest {
    KupiecTest(
      exceedances: try reference.inputs.value("x").integer,
      forecasts: try reference.inputs.value("N").integer,
      level: try reference.inputs.value("p").level)
  }
}

/// The counts of a case whose sequence began with a covered forecast.
func transitions(_ inputs: ReferenceValue) throws -> TransitionCounts {
  TransitionCounts(
    n00: try inputs.value("n00").integer, n01: try inputs.value("n01").integer,
    n10: try inputs.value("n10").integer, n11: try inputs.value("n11").integer)
}
