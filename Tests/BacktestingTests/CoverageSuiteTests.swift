import Backtesting
import RiskMeasures
import Testing

/// What the suite of tests says, and what it refuses to say.
@Suite struct CoverageSuiteTests {
  private func sequence(_ count: Int, exceededAt positions: [Int]) -> ExceedanceSequence {
    var hits = [Bool](repeating: false, count: count)
    for position in positions { hits[position] = true }
    return ExceedanceSequence(hits: hits)
  }

  private func suite(
    _ sequence: ExceedanceSequence, alternative: Alternative = .twoSided, bars: Int = 1
  ) throws -> [TestName: TestResult] {
    let results = CoverageTests.all(
      hits: sequence, level: try tailLevel(0.01), alternative: alternative,
      horizon: Horizon(bars: bars))
    #expect(results.map(\.test) == CoverageTests.names)
    return Dictionary(uniqueKeysWithValues: results.map { ($0.test, $0) })
  }

  @Test(arguments: [2, 5, 10])
  func anOverlappingHorizonIsTestedOnLossesThatShareNoBar(_ bars: Int) throws {
    let positions = [10, 11, 12, 100, 200, 201, 249]
    let results = try suite(sequence(250, exceededAt: positions), bars: bars)
    let kept = positions.filter { $0.isMultiple(of: bars) }.map { $0 / bars }
    let alone = try suite(sequence((249 / bars) + 1, exceededAt: kept))
    for (name, result) in results {
      #expect(result.pValue == alone[name]?.pValue && result.statistic == alone[name]?.statistic)
      #expect(result.overlap == bars - 1)
      #expect(result.overlapTreatment == .nonOverlappingBlocks)
      #expect(result.detail == alone[name]?.detail)
      #expect((result.power != nil) == (name == .kupiec))
    }
  }

  /// By scipy 1.17.1: Σ Bin(125, 0.02) over the counts whose exact two-sided p-value is at most 5 %.
  @Test func blocksTellThePowerThatTheyLeave() throws {
    let level = try tailLevel(0.01)
    let two = KupiecTest(exceedances: 1, forecasts: 125, level: level)
    // Counts of four and more are rejected, none are not: P(X ≥ 4 | 0.02) = 0.24133.
    #expect(abs(two.power(against: 2) - 0.24133) < 1e-4)
    let one = KupiecTest(exceedances: 1, forecasts: 125, level: level, alternative: .greater)
    #expect(abs(one.power(against: 2) - 0.24133) < 1e-4)
    #expect(one.power(against: 1) <= 0.05)
  }

  @Test func aSampleWithoutTwoExceedancesIsNeverAPass() throws {
    for (positions, reason) in [([], PValueReason.noExceedances), ([17], .tooFewExceedances)] {
      let results = try suite(sequence(250, exceededAt: positions))
      for name in [TestName.christoffersenIndependence, .conditionalCoverage] {
        #expect(results[name]?.pValueReason == reason)
        #expect(results[name]?.rejected == nil)
      }
      #expect(results[.kupiec]?.pValue != nil)
    }
  }

  @Test func aSampleThatIsAlwaysExceededSaysNothingAboutOrder() throws {
    for covered in 0 ... 1 {
      let hits = [Bool](repeating: true, count: 20) + [Bool](repeating: false, count: covered)
      let results = try suite(ExceedanceSequence(hits: hits))
      #expect(results[.christoffersenIndependence]?.pValueReason == .tooFewCovered)
      #expect(results[.conditionalCoverage]?.pValueReason == .tooFewCovered)
      #expect(results[.kupiec]?.rejected == true)
    }
  }

  @Test func anEmptySampleHasAReasonForEveryTest() throws {
    for result in try suite(ExceedanceSequence(hits: [])).values {
      #expect(result.statistic == nil)
      #expect(result.pValueReason == .noForecasts)
      #expect(result.rejected == nil)
    }
  }

  @Test func aMarginWithFewExceedancesIsNotRejected() throws {
    // One exceedance in 1,500 forecasts at 99 %: two-sided a failure, for a margin a cost.
    let few = sequence(1500, exceededAt: [700])
    let twoSided = try suite(few)
    let oneSided = try suite(few, alternative: .greater)
    for name in [TestName.kupiec, .binomial] {
      #expect(twoSided[name]?.rejected == true)
      #expect(oneSided[name]?.rejected == false)
      #expect(oneSided[name]?.alternative == .greater)
      #expect(oneSided[name]?.degreesOfFreedom == nil)
    }
    let apart = sequence(1500, exceededAt: [300, 700])
    #expect(try suite(apart)[.conditionalCoverage]?.rejected == true)
    #expect(try suite(apart, alternative: .greater)[.conditionalCoverage]?.rejected == false)
  }

  @Test func aMarginWithManyExceedancesIsRejected() throws {
    let results = try suite(
      sequence(250, exceededAt: Array(stride(from: 3, to: 250, by: 25))), alternative: .greater)
    #expect(results[.kupiec]?.rejected == true)
    #expect(results[.binomial]?.rejected == true)
    #expect(results[.conditionalCoverage]?.rejected == true)
  }

  @Test func clusteredExceedancesAreRejectedAndScatteredOnesAreNot() throws {
    let clustered = try suite(sequence(250, exceededAt: [100, 101, 102]))
    let scattered = try suite(sequence(250, exceededAt: [40, 120, 230]))
    #expect(clustered[.christoffersenIndependence]?.rejected == true)
    #expect(clustered[.kupiec]?.rejected == false)
    #expect(scattered[.christoffersenIndependence]?.rejected == false)
    #expect(clustered[.christoffersenIndependence]?.pValueMethod == .exact)
    #expect(clustered[.conditionalCoverage]?.null == .parametersKnown)
  }

  @Test func theMethodChangesAtFiftyExpectedExceedances() throws {
    let level = try tailLevel(0.01)
    for test in [4999, 5000].map({ KupiecTest(exceedances: 60, forecasts: $0, level: level) }) {
      let isSmall = test.forecasts < 5000
      #expect(test.result().pValueMethod == (isSmall ? .exact : .asymptotic))
    }
  }

  @Test func theExampleOfTheKupiecTestIsTrue() throws {
    let test = KupiecTest(exceedances: 7, forecasts: 250, level: try tailLevel(0.01))
    #expect(agrees(test.result().pValue, 0.0137, relative: 0, absolute: 5e-5))
    #expect(
      agrees(test.result(method: .asymptotic).pValue, 0.0190, relative: 0, absolute: 5e-5))
  }

  @Test func yellowIsReachedByATrueModelInTenPerCentOfSamples() throws {
    let light = TrafficLight(exceedances: 3, forecasts: 250, level: try tailLevel(0.01))
    #expect(light.start(of: .yellow) == 5)
    #expect(light.start(of: .red) == 10)
    let zones = TrafficLightZone.allCases.map(light.probability)
    #expect(agrees(zones.reduce(0, +), 1, relative: 1e-12))
    #expect(agrees(zones[1] + zones[2], 0.1078, relative: 0, absolute: 5e-5))
  }

  @Test func anImpossibleCountIsATrap() async {
    await #expect(processExitsWith: .failure) {
      _ = KupiecTest(exceedances: 3, forecasts: 2, level: try tailLevel(0.01))
    }
    await #expect(processExitsWith: .failure) {
      _ = TransitionCounts(n00: 5, n01: 3, n10: 1, n11: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = ExceedanceSequence(losses: [.nan], forecasts: [1])
    }
  }
}
