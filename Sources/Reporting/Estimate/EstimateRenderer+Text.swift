internal import Calibration
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels

extension EstimateRenderer {
  /// A table of risk measures and a list of parameters for each instrument.
  public func makeReport() -> Report {
    let unit = report.context.unit
    var page = Report(
      "Estimates, VaR and ES " + (unit == .price ? "in price units" : "as fractions of notional"))
    for instrument in report.instruments {
      page.add(
        heading(of: instrument), .table(table(of: instrument)),
        .lines(parameters(of: instrument)))
    }
    page.add("Assumptions", .lines(assumptions))
    page.add("Warnings", .warnings(Finding.all(report.context.warnings) + findings))
    page.add("Failed", .failures(failureFindings))
    return page
  }

  private func heading(of instrument: InstrumentEstimate) -> String {
    let date = instrument.asOf.map { " as of \($0)" } ?? ""
    return "\(instrument.instrument)\(date), \(NumberText.count(instrument.observations, "return"))"
  }

  // MARK: - Parts

  private func table(of instrument: InstrumentEstimate) -> TextTable {
    var table = TextTable([
      .text("Model", .essential), .text("Side", .essential), .number("Level", .essential),
      .text("Horizon", .essential), .number("Volatility", .detail), .number("VaR", .essential),
      .number("± s.e.", .detail), .number("Predictive VaR"), .number("ES"),
      .text("95 % interval", .detail),
    ])
    let unit = report.context.unit
    for estimate in instrument.models {
      for risk in risks(of: estimate) {
        table.append([
          estimate.label, risk.side.rawValue,
          NumberText.shortPercent(risk.level.probability),
          NumberText.count(estimate.horizon.bars, "bar"),
          unit.text(estimate.forecast.volatility), unit.text(risk.valueAtRisk),
          // For simulated paths the interval stands alone: one standard error to each side covers
          // less than it says.
          unit.text(estimate.forecast.simulatedPaths == nil ? risk.standardError : nil),
          unit.text(predictive(risk, of: estimate)?.valueAtRisk),
          unit.text(risk.expectedShortfall), interval(risk),
        ])
      }
    }
    return table
  }

  private func interval(_ risk: SideRisk) -> String {
    guard risk.lower != nil || risk.upper != nil else { return NumberText.missing }
    let ends = [risk.lower, risk.upper].map { report.context.unit.text($0) }
    return ends.joined(separator: " to ")
  }

  private func parameters(of instrument: InstrumentEstimate) -> LabeledLines {
    var lines = LabeledLines()
    for estimate in instrument.models {
      let fitted = estimate.forecast.parameters
      var parts = fitted.values.isEmpty ? [] : [ParameterText.line(fitted)]
      if let size = estimate.forecast.sampleSize { parts.append("sample of \(size)") }
      if let likelihood = fitted.logLikelihood {
        parts.append("log-likelihood \(NumberText.significant(likelihood))")
      }
      if fitted.status != .notEstimated { parts.append(fitted.status.rawValue) }
      parts.append("horizon by \(estimate.model.horizonRule.rawValue)")
      lines.append(estimate.label, parts.joined(separator: ", "))
    }
    return lines
  }

  private var assumptions: LabeledLines {
    var lines = LabeledLines()
    lines.append(
      "quantiles of samples",
      "VaR by the inverse, as in textbooks; predictive VaR as margins use it, with parameters "
        + "re-estimated as often as theirs")
    lines.append("± s.e.", "standard error of VaR; standard errors of parameters in parentheses")
    lines.append(contentsOf: Assumptions(report.context, report.plan).run())
    return lines
  }

  private var findings: [Finding] {
    report.instruments.flatMap { instrument in
      let name = instrument.instrument.rawValue
      return report.context.dataWarnings(of: instrument.instrument).map {
        Finding(subject: name, code: $0.code, message: $0.message)
      }
        + instrument.models.flatMap { estimate in
          warnings(of: estimate).map {
            Finding(
              subject: "\(name) \(estimate.label)", code: $0.code, message: $0.message)
          }
        }
    }
  }

  private var failureFindings: [Finding] {
    Finding.all(
      report.instruments.flatMap(\.failures), loading: report.context.loadFailures)
  }
}
