internal import Calibration
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Text

extension EstimateRenderer {
  /// One object of contract `margin.estimate/1`.
  public var json: String {
    var fields = JSON.context(report.context)
    fields["schema"] = .string("margin.estimate/1")
    fields["asOf"] = .date(report.instruments.compactMap(\.asOf).max())
    fields["sides"] = .list(sides) { .string($0.rawValue) }
    // That of valueAtRisk; predictiveValueAtRisk says its own.
    fields["quantileConvention"] = .string("inverse")
    fields["instruments"] = .list(report.instruments, instrument)
    fields["failures"] = .failures(
      report.instruments.flatMap(\.failures), loading: report.context.loadFailures)
    fields["warnings"] = .warnings(report.context.warnings)
    return JSON.object(fields).rendered + "\n"
  }

  private func instrument(_ estimate: InstrumentEstimate) -> JSON {
    .object([
      "instrument": .string(estimate.instrument.rawValue), "from": .date(estimate.from),
      "asOf": .date(estimate.asOf),
      "observations": .integer(estimate.observations),
      "models": .list(estimate.models, model),
      "warnings": .warnings(report.context.dataWarnings(of: estimate.instrument)),
    ])
  }

  private func model(_ estimate: ModelEstimate) -> JSON {
    let parameters = estimate.forecast.parameters
    // A parameter without a standard error has null; warnings and status give the reason.
    let errors = parameters.values.keys.map {
      ($0, JSON.number(parameters.standardErrors[$0]))
    }
    let criteria = parameters.informationCriteria
    return .object([
      "informationCriteria": criteria.map {
        .object(["akaike": .number($0.akaike), "bayesian": .number($0.bayesian)])
      } ?? .null,
      "hessianStandardErrors": .object(
        JSONObject(parameters.hessianStandardErrors.map { ($0.key, .number($0.value)) })),
      "label": .string(estimate.label), "model": .string(estimate.model.name),
      "innovations": .text(estimate.model.innovationsName),
      "horizonRule": .string(estimate.model.horizonRule.rawValue),
      "parameters": .object(JSONObject(parameters.values.map { ($0.key, .number($0.value)) })),
      "standardErrors": .object(JSONObject(errors)),
      "logLikelihood": .number(parameters.logLikelihood),
      "converged": .bool(parameters.status.isConverged),
      "status": .string(parameters.status.rawValue),
      "sampleSize": .count(estimate.forecast.sampleSize),
      "forecasts": .list(risks(of: estimate)) { risk in
        .object([
          "side": .string(risk.side.rawValue), "level": .double(risk.level.probability),
          "horizon": .integer(estimate.horizon.bars),
          "volatility": .number(estimate.forecast.volatility),
          "valueAtRisk": .number(risk.valueAtRisk),
          "expectedShortfall": .number(risk.expectedShortfall),
          "predictiveValueAtRisk": .number(predictive(risk, of: estimate)?.valueAtRisk),
          "predictiveExpectedShortfall": .number(predictive(risk, of: estimate)?.expectedShortfall),
          "standardError": .number(risk.standardError),
          "interval": .interval(risk.lower, risk.upper),
          "expectedShortfallStandardError": .number(risk.shortfall?.standardError),
          "expectedShortfallInterval": .interval(risk.shortfall?.lower, risk.shortfall?.upper),
          "expectedShortfallReason": .text(risk.shortfall?.reason?.rawValue),
        ])
      },
      "warnings": .warnings(warnings(of: estimate)),
    ])
  }
}
