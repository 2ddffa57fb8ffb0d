internal import Backtesting
public import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// Prints the backtest of models and of the published margin schedule.
public struct BacktestRenderer: FormattedResult {
  /// The backtest.
  public let outcome: BacktestOutcome

  /// Creates a renderer of a backtest.
  public init(outcome: BacktestOutcome) { self.outcome = outcome }

  var results: [BacktestResult] { outcome.report.results }

  // MARK: - CSV

  /// One row per result, with one p-value column per test; the horizon is in bars.
  public var csv: String {
    let tests: [TestName] = [.kupiec, .binomial, .christoffersenIndependence, .conditionalCoverage]
    let others = TestSuite.names.filter { !tests.contains($0) && $0 != .trafficLight }
    var csv = outcome.context.unit.csv(
      header: "instrument,model,rate,side,level,horizon,from,to,forecasts,exceedances,"
        + "expectedExceedances,coverage,coverageLower,coverageUpper,kupiecPValue,binomialPValue,"
        + "christoffersenIndependencePValue,conditionalCoveragePValue,trafficLight,tickLoss,"
        + "fisslerZiegel,meanForecast,worstExceedanceRatio,meanExceedanceRatio,verdict,"
        + others.map(\.pValueColumn).joined(separator: ","))
    for result in results {
      let interval = result.coverage.interval()
      csv.append(
        [
          result.instrument.rawValue, result.label, result.rate.rawValue, result.side.rawValue,
          CSVText.number(result.level.probability), String(result.horizon.bars),
          result.firstDate?.description ?? "", result.lastDate?.description ?? "",
          String(result.coverage.forecasts), String(result.coverage.exceedances),
          CSVText.number(result.coverage.expectedExceedances),
          CSVText.number(result.coverage.observed), CSVText.number(interval?.lowerBound),
          CSVText.number(interval?.upperBound),
        ] + tests.map { CSVText.number(result.test($0)?.pValue) } + [
          result.zone?.rawValue ?? "", CSVText.number(result.tickLoss),
          CSVText.number(result.fisslerZiegel), CSVText.number(result.meanForecast),
          CSVText.number(result.ratios.worst), CSVText.number(result.ratios.mean),
          result.verdict.rawValue,
        ] + others.map { CSVText.number(result.test($0)?.pValue) })
    }
    return csv.text
  }
}

extension TestName {
  /// The name of the p-value column of a test: `haasTbfPValue` for `haas-tbf`.
  fileprivate var pValueColumn: String {
    let words = rawValue.split(separator: "-").map(String.init)
    return words.enumerated().map { $0 == 0 ? $1 : $1.prefix(1).uppercased() + $1.dropFirst() }
      .joined() + "PValue"
  }
}

extension BacktestResult {
  func test(_ name: TestName) -> TestResult? { tests.first { $0.test == name } }

  /// The traffic-light zone; nil without forecasts.
  var zone: TrafficLightZone? {
    tests.lazy.compactMap { test in
      if case .trafficLight(let light)? = test.detail { light.zone } else { nil }
    }.first
  }

  static let overlapCode = "overlapping-horizon"

  /// A clause such as `, and Kupiec's then finds twice the rate in 34 % of samples`.
  private var overlapPower: String {
    guard let power = test(.kupiec)?.power else { return "" }
    return
      "; Kupiec's test then detects twice the rate in \(NumberText.percent(power, decimals: 0)) of samples"
  }

  /// Warnings that explain missing numbers of the result.
  var warnings: [MarginWarning] {
    var warnings: [MarginWarning] = []
    func warn(_ code: String, _ message: String) {
      warnings.append(MarginWarning(code: code, message: message))
    }
    if coverage.forecasts == 0 {
      warn("no-forecasts", "no forecast has a realized loss to compare with")
    } else if horizon > .oneBar {
      warn(
        Self.overlapCode,
        "losses over \(horizon.bars) bars overlap: intervals are not valid, and tests use one "
          + "forecast in \(horizon.bars)" + overlapPower)
    }
    if gaps > 0 {
      warn(
        "missing-forecasts",
        "\(gaps) of \(gaps + coverage.forecasts) dates have no forecast or no realized loss and are "
          + "skipped")
    }
    if coverage.exceedances > 0, ratios.worst == nil {
      warn(
        "forecast-not-positive",
        "an exceeded forecast is not positive, so it has no exceedance ratio")
    }
    if rate == .model, coverage.forecasts > 0, fisslerZiegel == nil {
      warn(
        "expected-shortfall-unusable",
        "an expected shortfall is infinite or not positive, so there is no Fissler-Ziegel score")
    }
    return warnings
  }
}
