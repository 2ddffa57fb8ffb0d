internal import Backtesting
internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

extension BacktestRenderer {
  /// One object of contract `margin.backtest/1`.
  ///
  /// `exceedances` is the count; `exceedanceList` has the date and size of each exceedance.
  public var json: String {
    let warnings = outcome.context.instrumentsWithDataWarnings.flatMap { instrument in
      outcome.context.dataWarnings(of: instrument).map { warning in
        JSON.object([
          "code": .string(warning.code), "instrument": .string(instrument.rawValue),
          "message": .string(warning.message),
        ])
      }
    }
    var fields = JSON.context(outcome.context)
    fields["schema"] = .string("margin.backtest/1")
    fields["results"] = .list(results, result)
    fields["leagues"] = .list(outcome.report.leagues, league)
    fields["panels"] = .list(outcome.report.panels, panel)
    fields["failures"] = .failures(
      outcome.report.failures, loading: outcome.context.loadFailures)
    fields["warnings"] = .array(outcome.context.warnings.map(\.json) + warnings)
    return JSON.object(fields).rendered + "\n"
  }

  private func result(_ result: BacktestResult) -> JSON {
    let interval = result.coverage.interval()
    let dates = Dictionary(
      result.exceedances.map { ($0.exceedance.position, $0.date) }, uniquingKeysWith: { $1 })
    return .object([
      "instrument": .string(result.instrument.rawValue), "model": .string(result.model),
      "label": .string(result.label),
      "rate": .string(result.rate.rawValue), "side": .string(result.side.rawValue),
      "level": .double(result.level.probability), "horizon": .integer(result.horizon.bars),
      "from": .date(result.firstDate), "to": .date(result.lastDate),
      "forecasts": .integer(result.coverage.forecasts),
      "exceedances": .integer(result.coverage.exceedances),
      "expectedExceedances": .number(result.coverage.expectedExceedances),
      "coverage": .number(result.coverage.observed),
      "coverageInterval": .interval(interval?.lowerBound, interval?.upperBound),
      "meanForecast": .number(result.meanForecast),
      "verdict": .string(result.verdict.rawValue),
      "testedForecasts": .integer(result.tested.forecasts),
      "forecastsNeeded": .integer(result.forecastsNeeded),
      "power": .object([
        "oneAndHalfTimes": .number(result.power(against: 1.5)),
        "twice": .number(result.power(against: 2)),
      ]),
      "tests": .list(result.tests) { test($0, dates) },
      "scores": .object([
        "tickLoss": .number(result.tickLoss), "fisslerZiegel": .number(result.fisslerZiegel),
        "logScore": .number(result.logScore), "lopez": .number(result.regulatory.lopez),
        "quadratic": .number(result.regulatory.quadratic),
        "blancoIhle": .number(result.regulatory.blancoIhle),
        "caporinAbsolute": .number(result.regulatory.caporinAbsolute),
        "caporinRelative": .number(result.regulatory.caporinRelative),
        "caporinSquared": .number(result.regulatory.caporinSquared),
      ]),
      "procyclicality": .object(
        JSONObject(
          result.procyclicality.map { ($0.unit.rawValue, procyclicality($0)) })),
      "belowCalculated": result.belowCalculated.map { below in
        .object([
          "days": .integer(below.days), "exceedances": .integer(below.exceedances),
          "leastShare": .number(below.leastShare),
        ])
      } ?? .null,
      "worstExceedanceRatio": .number(result.ratios.worst),
      "meanExceedanceRatio": .number(result.ratios.mean),
      "exceedanceList": .list(result.exceedances) { dated in
        .object([
          "date": .date(dated.date), "position": .integer(dated.exceedance.position),
          "loss": .number(dated.exceedance.loss), "forecast": .number(dated.exceedance.forecast),
          "ratio": .number(dated.exceedance.ratio),
        ])
      },
      "warnings": .warnings(result.warnings),
    ])
  }

  private func procyclicality(_ measures: Procyclicality) -> JSON {
    func event(_ event: MarginRise.Event?) -> JSON { .number(event?.size) }
    return .object([
      "meanMargin": .number(measures.meanMargin),
      "standardDeviation": .number(measures.standardDeviation),
      "logChangeDeviation": .number(measures.logChangeDeviation),
      "peakToTrough": .number(measures.peakToTrough),
      "peakAfterTrough": .number(measures.peakAfterTrough),
      "largestFall": .number(measures.largestFall),
      "rises": .list(measures.rises) { rise in
        .object([
          "bars": .integer(rise.bars), "relative": event(rise.relative),
          "absolute": event(rise.absolute),
        ])
      },
      "largeCall": .object([
        "bars": .integer(measures.largeCall.bars), "relative": event(measures.largeCall.relative),
        "absolute": event(measures.largeCall.absolute),
      ]),
      "jumps": .list(measures.jumps) { jump in
        .object(["share": .number(jump.share), "count": .integer(jump.count)])
      },
      "bigSteps": .integer(measures.bigSteps),
      "stressedOverCalm": .number(measures.stressedOverCalm),
      "volatilityCorrelation": .number(measures.volatilityCorrelation),
    ])
  }

  private func test(_ test: TestResult, _ dates: [Int: Timestamp?]) -> JSON {
    var fields: JSONObject = [
      "test": .string(test.test.rawValue), "statistic": .number(test.statistic),
      "degreesOfFreedom": .count(test.degreesOfFreedom), "pValue": .number(test.pValue),
      "pValueMethod": .text(test.pValueMethod?.rawValue),
      "pValueReason": .text(test.pValueReason?.rawValue),
      "alternative": .string(test.alternative.rawValue), "null": .string(test.null.rawValue),
      "draws": .count(test.draws), "significance": .number(test.significance),
      "overlap": .integer(test.overlap), "attainedSize": .number(test.attainedSize),
      "rejected": .truth(test.rejected), "transitions": .null, "trafficLight": .null,
      "sequential": .null, "power": .number(test.power),
      "overlapTreatment": .text(test.overlapTreatment?.rawValue),
      "undefinedDraws": .count(test.simulation?.undefinedDraws),
      "seed": .count(test.simulation.map { Int($0.seed) }),
    ]
    switch test.detail {
    case .transitions(let counts)?:
      fields["transitions"] = .object([
        "n00": .integer(counts.n00), "n01": .integer(counts.n01), "n10": .integer(counts.n10),
        "n11": .integer(counts.n11),
      ])
    case .trafficLight(let light)?:
      fields["trafficLight"] = .object([
        "zone": .string(light.zone.rawValue),
        "cumulativeProbability": .number(light.cumulativeProbability),
        "typeOneError": .number(light.typeOneError),
        "multiplier": .number(light.multiplier(under: .mar33)),
        "multiplier1996": .number(light.multiplier(under: .basel1996)),
      ])
    case .sequential(let detail)?: fields["sequential"] = sequential(detail, dates)
    case nil: break
    }
    return .object(fields)
  }

  /// The path at each exceedance: ln M of an e-process, S of a cumulative sum.
  private func sequential(
    _ detail: SequentialDetail, _ dates: [Int: Timestamp?]
  ) -> JSON {
    .object([
      "path": .list(detail.path) { point in
        .object([
          "position": .integer(point.index), "date": .date(dates[point.index] ?? nil),
          "value": .number(point.value),
        ])
      },
      "final": .number(detail.final),
      "alarms": .list(detail.alarms) { position in
        .object(["position": .integer(position), "date": .date(dates[position] ?? nil)])
      },
      "threshold": .number(detail.threshold), "runLength": .number(detail.runLength),
      "expectedDetection": .list(detail.detection) { detection in
        .object([
          "multiple": .number(detection.multiple), "bars": .number(detection.bars),
        ])
      },
    ])
  }
}
