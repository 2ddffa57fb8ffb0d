internal import Backtesting
internal import Forecasting
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Statistics

// P-values that account for estimation error, by simulating histories under the fitted model.

extension BacktestRun {
  /// The results of a model, one instrument at a time, with replications in parallel.
  ///
  /// An instrument from which no replication can be simulated gets the recommended p-values: a
  /// model of lows and highs needs more than a return per bar.
  func estimationReports(
    of single: any ReturnModel, _ model: LabeledModel, on histories: [InstrumentHistory],
    draws: Int, progress: ProgressHandler?
  ) async -> [BacktestReport] {
    var reports: [BacktestReport] = []
    for (index, history) in histories.enumerated() {
      reports.append(
        await estimationReport(
          of: single, model, on: history, draws: draws,
          progress: part(progress, index, of: histories.count)))
    }
    return reports
  }

  private func estimationReport(
    of single: some ReturnModel, _ model: LabeledModel, on history: InstrumentHistory,
    draws: Int, progress: ProgressHandler?
  ) async -> BacktestReport {
    let forecasts = forecastRequest(on: history.axis)
    do throws(RiskModelError) {
      let table = try forecasts.table(of: single, on: history, contents: .transforms)
      let found = records(of: model, table, on: history, over: forecasts.horizon)
      guard single.observedBar == .close else { return report(of: found) }
      let process = try FittedProcess(
        single, after: history.returns(single.returnConvention),
        refitEvery: request.plan.refitEvery, firstForecast: table.first)
      let stream = RandomStream(
        seed: request.settings.seed, identifier: "\(history.instrument) \(model.label) worlds")
      let replications = await concurrentMap(
        Array(0 ..< UInt32(draws)), jobs: request.plan.jobs, progress: progress
      ) { draw -> [[TestResult]]? in
        guard let returns = process.returns(history.count, from: stream, draw: draw) else {
          return nil
        }
        let replication = InstrumentHistory(
          ReturnSeries(
            instrument: history.instrument, axis: history.axis, convention: process.convention,
            values: returns))
        return results(of: single, model, in: replication, forecasts)
      }.compactMap { $0 }
      guard !replications.isEmpty else { return report(of: found) }
      let nulls = found.indices.map { index in
        BootstrapNull(replications.map { $0[index] }, seed: request.settings.seed)
      }
      return report(of: found, nulls: nulls)
    } catch {
      return failure(of: history, model.label, error)
    }
  }

  /// The tests of one replication, one list per record; nil if the model has no forecast in it.
  private func results(
    of single: some ReturnModel, _ model: LabeledModel, in replication: InstrumentHistory,
    _ forecasts: ForecastRequest
  ) -> [[TestResult]]? {
    guard let table = try? forecasts.table(of: single, on: replication, contents: .transforms)
    else {
      return nil
    }
    return records(of: model, table, on: replication, over: forecasts.horizon).map { record in
      TestSuite.all(
        record.series,
        Inference(
          alternative: record.subject.rate.alternative,
          significance: request.settings.significance, pValues: .asymptotic,
          tests: request.settings.tests))
    }
  }
}
