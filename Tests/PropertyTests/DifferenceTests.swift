import Dependence
import Forecasting
import Instruments
import Margin
import MarketData
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import Testing
import Volatility

extension Models {
  /// Every family on differences of prices.
  static let differences: [any ReturnModel] = [
    Historical(window: 120, returnConvention: .difference),
    Historical(window: 120, returnConvention: .difference, horizonRule: .squareRootOfTime),
    AgeWeightedHistorical(window: 120, decay: 0.98, returnConvention: .difference),
    VolatilityWeightedHistorical(
      window: 120, volatility: EWMA(decay: 0.97), returnConvention: .difference),
    FilteredHistorical(
      window: 150, volatility: .ewma(EWMA(decay: 0.97)), returnConvention: .difference,
      simulation: PathSimulation(paths: 300)),
    NormalModel(window: 120, returnConvention: .difference),
    NormalModel(window: 120, returnConvention: .difference, horizonRule: .autocorrelated),
    StudentTModel(window: 120, returnConvention: .difference),
    CornishFisherModel(window: 120, outsideDomain: .rearrange, returnConvention: .difference),
    EWMAModel(
      window: 120, volatility: EWMA(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil),
      returnConvention: .difference),
    RiskMetrics2006Model(window: 120, returnConvention: .difference),
    ConditionalVolatilityModel(
      name: "garch", window: 150, volatility: ConditionalVolatility(innovations: .studentT),
      returnConvention: .difference),
    ConditionalVolatilityModel(
      name: "gjr-garch", window: 150,
      volatility: ConditionalVolatility(recursion: .garch(.gjr)), returnConvention: .difference,
      horizonRule: .simulatedPath, simulation: PathSimulation(paths: 300)),
    ConditionalVolatilityModel(
      name: "egarch", window: 150, volatility: ConditionalVolatility(recursion: .egarch(EGARCH())),
      returnConvention: .difference),
    ExtremeValue(window: 120, threshold: .share(0.3), returnConvention: .difference),
    CAViaR(window: 120, levels: [ninetyFive], returnConvention: .difference),
    CombinedModel(
      [
        Historical(window: 120, returnConvention: .difference),
        NormalModel(window: 60, returnConvention: .difference),
      ], rule: .mean(weights: [0.7, 0.3])),
    StandaloneModel(
      MonteCarlo(
        covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: 5), paths: 300,
        window: 100, returnConvention: .difference)),
  ]
}

/// What holds of differences whatever the model.
struct DifferenceTests {
  /// Prices on a grid of 1/64, of which sums and differences are exact.
  private static func prices(shiftedBy shift: Double = 0, times factor: Double = 1) -> PriceHistory
  {
    let plain = Samples.history(Samples.returns(320, seed: 51))
    return PriceHistory(
      instrument: plain.instrument, axis: plain.axis,
      close: plain.close.map { factor * (($0 * 64).rounded() / 64 + shift) })
  }

  private func entries(
    _ model: some ReturnModel, policy: Int, bars: Int, _ prices: PriceHistory
  ) throws -> [InstrumentMarginEntry] {
    let plan = try PrefixTests.plan(.single(model), policy: policy, bars: bars)
    let schedule = Calibrator(plan).schedule(of: InstrumentHistory(prices), extent: .history)
    try #require(!schedule.entries.isEmpty, "\(schedule.failures)")
    return schedule.entries
  }

  /// The policies of ``PrefixTests`` without a fraction of the price: "all" has a constant floor.
  private static let policies = [0, 1, 3, 5, 8, 10, 14]

  @Test(arguments: Models.differences.indices, [1, 5])
  func aConstantOnAllPricesChangesNothing(index: Int, bars: Int) throws {
    let plain = Self.prices()
    // The lowest price becomes negative, the highest stays above zero.
    let middle = ((plain.close.min() ?? 0) + (plain.close.max() ?? 0)) / 2
    let shifted = Self.prices(shiftedBy: -middle.rounded())
    try #require(shifted.close.contains { $0 < 0 } && shifted.close.contains { $0 > 0 })
    let policy = Self.policies[index % Self.policies.count]
    let model = Models.differences[index]
    let here = try entries(model, policy: policy, bars: bars, plain)
    let there = try entries(model, policy: policy, bars: bars, shifted)
    #expect(here.map(\.long) == there.map(\.long))
    #expect(here.map(\.short) == there.map(\.short))
  }

  @Test func aConstantOnAllPricesChangesNoLoss() {
    let plain = InstrumentHistory(Self.prices())
    let shifted = InstrumentHistory(Self.prices(shiftedBy: -100))
    func losses(_ history: InstrumentHistory) -> [Double?] {
      let realized = RealizedLosses(
        history, over: Horizon(bars: 3), by: .overlapping, contract: .linear, in: .difference)
      return (0 ... history.count).flatMap {
        [realized.after($0, .long), realized.after($0, .short)]
      }
    }
    #expect(losses(plain) == losses(shifted))
    #expect(losses(plain).compactMap(\.self).count == 2 * (plain.count - 2))
  }

  @Test(arguments: Models.differences.indices, [1, 5])
  func sixteenTimesThePricesAreSixteenTimesTheRisk(index: Int, bars: Int) throws {
    let model = Models.differences[index]
    let one = try entries(model, policy: 0, bars: bars, Self.prices())
    let many = try entries(model, policy: 0, bars: bars, Self.prices(times: 16))
    try #require(one.count == many.count)
    for (a, b) in zip(one, many) {
      for side in Side.allCases {
        let before = try #require(a.margin(for: side)).valueAtRisk
        let after = try #require(b.margin(for: side)).valueAtRisk
        // A power of two scales every rounding with it; the fits stop within their tolerance.
        #expect(abs(after / (16 * before) - 1) < 1e-5)
      }
    }
  }

  @Test(arguments: Models.differences.indices)
  func aLossAboveOneIsNoTotalLoss(index: Int) throws {
    let entries = try entries(Models.differences[index], policy: 0, bars: 1, Self.prices(times: 16))
    let warnings = entries.flatMap(\.warnings).map(\.code)
    #expect(!warnings.contains("margin-above-notional"))
    #expect(!warnings.contains("scenario-beyond-total-loss"))
    // Differences of some sixteen price units: far beyond what a fraction of notional could lose.
    #expect(entries.contains { ($0.long?.valueAtRisk ?? 0) > 1 })
    #expect(entries.allSatisfy { $0.long?.margin.maximumLeverage == nil })
  }

  @Test func anInverseContractIsRefused() throws {
    let model = Historical(window: 120, returnConvention: .difference)
    let request = ForecastRequest(
      horizon: .oneBar, levels: [ninetyFive], contract: .inverse, refitEvery: 1)
    #expect(throws: RiskModelError.needsLinearContract) {
      try request.final(of: model, on: InstrumentHistory(Self.prices()))
    }
  }

  @Test func returnsHaveNoDifferences() throws {
    let model = Historical(window: 120, returnConvention: .difference)
    let request = ForecastRequest(horizon: .oneBar, levels: [ninetyFive], refitEvery: 1)
    let returns = InstrumentHistory(Self.prices().returns(.simple))
    #expect(throws: RiskModelError.needsPrices) { try request.final(of: model, on: returns) }
  }

  @Test func aReturnThatIsLeftOutIsNoDifference() throws {
    let whole = Self.prices()
    let left = PriceHistory(
      instrument: whole.instrument, axis: whole.axis, close: whole.close, excludedReturns: [1, 200])
    var differences = whole.returns(.difference).values
    differences.remove(at: 199)
    differences.remove(at: 0)
    let history = InstrumentHistory(left)
    #expect(history.returns(.difference) == differences)
    let last = try #require(history.date(after: 150))
    #expect(history.clipped(through: last).returns(.difference) == Array(differences.prefix(150)))
  }
}
