package import Forecasting
package import MarketData
package import RiskModels
package import Text

/// The method for the interval of a sample quantile.
package enum SampleIntervalChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Two order statistics, for independent returns.
  case orderStatistic = "order-statistic"
  /// A stationary bootstrap of blocks.
  case stationaryBootstrap = "stationary-bootstrap"
}

/// The parameters of `historical`.
package struct HistoricalParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule
  /// The method for the interval.
  package let interval: SampleIntervalChoice

  enum CodingKeys: String, CodingKey {
    case window, returns, interval
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let historical = ModelSpecification(
    HistoricalParameters.self, "historical", summary: "order statistics of past returns",
    guide: Guide(
      assumes:
        "Returns of the lookback window are as likely tomorrow as on the day they occurred.",
      fails:
        "After a change of volatility, which enters the window day by day; and at levels that "
        + "the window cannot hold, which are refused.",
      reference: "Hendricks (1996), FRBNY Economic Policy Review 2(1), 39–69"),
    keys: [
      PolicyKeys.window, PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.overlapping, .squareRootOfTime, .adverseExcursion),
      KeyRule.Key(
        "interval", .name, PolicyKeys.names(SampleIntervalChoice.self),
        .fallback(.string("order-statistic")),
        "interval from order statistics of independent returns, or from 399 block resamples"),
    ],
    horizonRules: [
      .squareRootOfTime, .overlapping, .adverseExcursion,
    ])
}

extension HistoricalParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try checkWindow(for: margin, at: path)
    guard returns != .difference || horizonRule != .adverseExcursion else {
      throw KeyFault(
        path: path.appending("horizon-rule"),
        problem: "adverse excursions are not available for price differences",
        remedy: "write horizon-rule = \"overlapping\", or returns = \"simple\"")
    }
    guard interval == .orderStatistic || horizonRule != .adverseExcursion else {
      throw KeyFault(
        path: path.appending("interval"),
        problem: "the block bootstrap is not available for adverse excursions",
        remedy: "write interval = \"order-statistic\", or another horizon-rule")
    }
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    guard horizonRule != .adverseExcursion else {
      return .single(
        AdverseExcursionHistorical(
          window: window, quantileConvention: request.quantileConvention))
    }
    let model = Historical(
      window: window, returnConvention: returns,
      quantileConvention: request.quantileConvention, horizonRule: horizonRule)
    guard interval == .stationaryBootstrap else { return .single(model) }
    return .single(BlockBootstrappedHistorical(model, seed: request.seed))
  }
}
