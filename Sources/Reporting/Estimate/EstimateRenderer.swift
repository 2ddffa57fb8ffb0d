public import Calibration
internal import Forecasting
public import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Text

/// Prints fitted models side by side: parameters, VaR and ES by side, level and horizon.
public struct EstimateRenderer: FormattedResult {
  /// The fitted models.
  public let report: EstimateReport
  /// The sides to print, the long side first.
  public let sides: [Side]

  /// Creates a renderer of an estimate for the given sides.
  public init(report: EstimateReport, sides: [Side] = Side.allCases) {
    self.report = report
    self.sides = sides.sorted()
  }

  // MARK: - CSV

  /// One row per instrument, model, level and side; the horizon is in bars.
  public var csv: String {
    var csv = report.context.unit.csv(
      header: "asOf,instrument,model,innovations,side,level,horizon,volatility,valueAtRisk,"
        + "expectedShortfall,standardError,lower,upper,logLikelihood,status,"
        + "expectedShortfallStandardError,expectedShortfallLower,expectedShortfallUpper,"
        + "predictiveValueAtRisk,predictiveExpectedShortfall")
    for instrument in report.instruments {
      for estimate in instrument.models {
        for risk in risks(of: estimate) {
          let parameters = estimate.forecast.parameters
          csv.append([
            instrument.asOf?.description ?? "", instrument.instrument.rawValue,
            estimate.label, estimate.model.innovationsName ?? "", risk.side.rawValue,
            CSVText.number(risk.level.probability), String(estimate.horizon.bars),
            CSVText.number(estimate.forecast.volatility), CSVText.number(risk.valueAtRisk),
            CSVText.number(risk.expectedShortfall), CSVText.number(risk.standardError),
            CSVText.number(risk.lower), CSVText.number(risk.upper),
            CSVText.number(parameters.logLikelihood), parameters.status.rawValue,
            CSVText.number(risk.shortfall?.standardError), CSVText.number(risk.shortfall?.lower),
            CSVText.number(risk.shortfall?.upper),
            CSVText.number(predictive(risk, of: estimate)?.valueAtRisk),
            CSVText.number(predictive(risk, of: estimate)?.expectedShortfall),
          ])
        }
      }
    }
    return csv.text
  }

  /// The risk measures of the requested sides.
  func risks(of estimate: ModelEstimate) -> [SideRisk] {
    estimate.forecast.risks.filter { sides.contains($0.side) }
  }

  /// The same risk with predictive quantiles.
  func predictive(_ risk: SideRisk, of estimate: ModelEstimate) -> SideRisk? {
    estimate.predictive?.risk(risk.side, at: risk.level)
  }

  /// The warnings about a fit, without duplicates.
  func warnings(of estimate: ModelEstimate) -> [MarginWarning] {
    var seen: Set<MarginWarning> = []
    var levels: [ConfidenceLevel] = []
    for risk in risks(of: estimate) where !levels.contains(risk.level) { levels.append(risk.level) }
    let infinite: [MarginWarning] =
      estimate.forecast.volatility.isFinite ? [] : [.infiniteVolatility]
    return (levels.flatMap { estimate.forecast.warnings(at: $0) } + infinite)
      .filter { seen.insert($0).inserted }
  }
}

extension MarginWarning {
  fileprivate static let infiniteVolatility = MarginWarning(
    code: "volatility-infinite", message: "the fitted distribution has no finite variance")
}
