import Dependence
import Instruments
import Margin
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Volatility

/// Addressed series: the same bits on every run.
enum Samples {
  /// Student-like simple returns with clustering volatility, never at −100 %.
  static func returns(_ count: Int, seed: UInt64, name: String = "A") -> [Double] {
    let stream = RandomStream(seed: seed, identifier: name)
    var volatility = 0.01
    return (0 ..< count).map { i in
      let z = stream.normal(path: UInt32(i), step: 0)
      let r = volatility * z * (1 + 0.4 * abs(z))
      volatility = 0.002 + 0.85 * volatility + 0.1 * abs(r)
      return max(-0.5, min(0.5, r))
    }
  }

  static func normals(_ count: Int, seed: UInt64, name: String = "N") -> [Double] {
    let stream = RandomStream(seed: seed, identifier: name)
    return (0 ..< count).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
  }

  /// Prices from 100 on business days from 2004-01-01.
  static func history(_ returns: [Double], name: String = "A") -> PriceHistory {
    var price = 100.0
    let closes =
      [price]
      + returns.map { r in
        price *= 1 + r
        return price
      }
    return PriceHistory(
      instrument: InstrumentID(rawValue: name), axis: .times(businessDays(closes.count)),
      close: closes)
  }

  /// The same with a low and a high of each bar a little beyond open and close.
  static func barHistory(_ returns: [Double], name: String = "A") -> PriceHistory {
    let plain = history(returns, name: name)
    let stream = RandomStream(seed: 9, identifier: name)
    let spreads = plain.close.indices.map { 0.01 * stream.uniform(path: UInt32($0), step: 0) }
    let opens = [plain.close[0]] + plain.close.dropLast()
    return PriceHistory(
      instrument: plain.instrument, axis: plain.axis, open: opens,
      high: plain.close.indices.map { max(opens[$0], plain.close[$0]) * (1 + spreads[$0]) },
      low: plain.close.indices.map { min(opens[$0], plain.close[$0]) * (1 - spreads[$0]) },
      close: plain.close)
  }

  static func businessDays(_ count: Int) -> [Timestamp] {
    var days: [Timestamp] = []
    var date = CalendarDate(days: 12_418)
    while days.count < count {
      if !date.weekday.isWeekend { days.append(Timestamp(date)) }
      date = date.adding(days: 1)
    }
    return days
  }
}

/// Every model of one instrument, small enough to walk often.
enum Models {
  static let singles: [any ReturnModel] = [
    Historical(window: 120),
    Historical(window: 120, quantileConvention: .predictive, horizonRule: .squareRootOfTime),
    VolatilityWeightedHistorical(
      window: 120, volatility: EWMA(decay: 0.97), quantileConvention: .predictive),
    VolatilityWeightedHistorical(
      window: 120, volatility: EWMA(decay: 0.94, startUp: .backcast), horizonRule: .overlapping),
    NormalModel(window: 120),
    NormalModel(window: 60, returnConvention: .log),
    StudentTModel(window: 120),
    StudentTModel(window: 120, degreesOfFreedom: 5),
    EWMAModel(window: 120, volatility: EWMA(decay: 0.94)),
    ConditionalVolatilityModel(
      name: "garch", window: 120, volatility: ConditionalVolatility()),
    ConditionalVolatilityModel(
      name: "gjr-garch", window: 150,
      volatility: ConditionalVolatility(recursion: .garch(.gjr), innovations: .skewedT),
      horizonRule: .simulatedPath, simulation: PathSimulation(paths: 300)),
    ConditionalVolatilityModel(
      name: "egarch", window: 200,
      volatility: ConditionalVolatility(
        mean: .autoregressive, recursion: .egarch(EGARCH()), innovations: .studentT)),
    EWMAModel(
      window: 120, volatility: EWMA(decay: 0.97), innovations: .studentT(degreesOfFreedom: 5)),
    EWMAModel(
      window: 120, volatility: EWMA(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil)),
    RiskMetrics2006Model(window: 120),
    RiskMetrics2006Model(window: 120, innovations: .studentT(degreesOfFreedom: nil)),
    ConditionalVolatilityModel(
      name: "score-driven", window: 150,
      volatility: ConditionalVolatility(
        recursion: .scoreDriven(ScoreDriven()), innovations: .studentT)),
    ConditionalVolatilityModel(
      name: "asymmetric-ewma", window: 150,
      volatility: ConditionalVolatility(
        mean: .zero, recursion: .asymmetricEWMA, innovations: .generalizedError)),
    AgeWeightedHistorical(window: 120, decay: 0.98),
    VolatilityWeightedHistorical(
      window: 150, filter: .estimated(ConditionalVolatility(), window: 150)),
    FilteredHistorical(
      window: 150, volatility: .ewma(EWMA(decay: 0.97)),
      simulation: PathSimulation(paths: 300, quantileConvention: .predictive)),
    FilteredHistorical(
      window: 150,
      volatility: .estimated(
        ConditionalVolatility(recursion: .garch(.gjr), innovations: .studentT), window: 150),
      simulation: PathSimulation(paths: 300), replications: 0),
    ExtremeValue(
      window: 150, threshold: .share(0.3),
      sample: .filtered(.estimated(ConditionalVolatility(mean: .zero), window: 150)),
      returnConvention: .log),
    AgeWeightedHistorical(window: 120, decay: 0.97, quantile: .interpolated),
    AgeWeightedHistorical(
      window: 120, decay: 0.999, quantile: .predictive, horizonRule: .squareRootOfTime),
    CornishFisherModel(window: 120, outsideDomain: .rearrange),
    CornishFisherModel(window: 120, parameters: .sample, outsideDomain: .rearrange),
    CombinedModel(
      [Historical(window: 120), NormalModel(window: 60, returnConvention: .log)],
      rule: .mean(weights: [0.7, 0.3])),
    CombinedModel(
      [
        AgeWeightedHistorical(window: 120, decay: 0.98), StudentTModel(window: 120),
        VolatilityWeightedHistorical(window: 120, volatility: EWMA(decay: 0.97)),
      ], rule: .median),
    CombinedModel(
      [
        VolatilityWeightedHistorical(window: 120, volatility: EWMA(decay: 0.94)),
        NormalModel(window: 60, returnConvention: .log),
      ], rule: .worstOf),
    ExtremeValue(window: 120, threshold: .share(0.3)),
    ExtremeValue(
      window: 120, threshold: .share(0.3), estimator: .probabilityWeightedMoments,
      returnConvention: .log, quantileConvention: .predictive),
    ExtremeValue(
      window: 120, threshold: .share(0.4), sample: .residuals(EWMA(decay: 0.94)),
      returnConvention: .log),
    CAViaR(window: 120, levels: [ninetyFive]),
    CAViaR(
      window: 110, specification: .indirectGARCH, tailModel: .jointMultiple,
      levels: [ninetyFive], seed: 2),
    CAViaR(
      window: 120, specification: .adaptive, tailModel: .jointMultiple, levels: [ninetyFive],
      returnConvention: .simple),
    NormalModel(window: 60, horizonRule: .autocorrelated),
    StudentTModel(window: 120, horizonRule: .autocorrelated),
    ConditionalVolatilityModel(
      name: "ewma", window: 150,
      volatility: ConditionalVolatility(mean: .zero, recursion: .ewma, innovations: .studentT)),
  ]

  static let joints: [MonteCarlo] = [
    MonteCarlo(
      covariance: .ewma(decay: 0.97), paths: 300, window: 100, quantileConvention: .predictive),
    MonteCarlo(
      covariance: .sample(window: 100), paths: 300, window: 100, returnConvention: .simple),
    MonteCarlo(
      covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil), paths: 300,
      window: 100),
    MonteCarlo(
      covariance: .sample(window: 100), innovations: .studentT(degreesOfFreedom: 4), paths: 300,
      window: 100),
  ]
}

let ninety = ConfidenceLevel.known(0.9)
let ninetyFive = ConfidenceLevel.known(0.95)
let ninetyNine = ConfidenceLevel.known(0.99)
