public import Forecasting
internal import Instruments
public import Margin
public import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling

/// One model fitted to all returns of one instrument.
public struct ModelEstimate: Sendable {
  /// The label that distinguishes the model from others.
  public let label: String
  /// The model.
  public let model: ForecastModel
  /// The number of bars over which a loss accrues.
  public let horizon: Horizon
  /// The forecast after the last return, with quantiles of samples by the inverse.
  public let forecast: FinalForecast
  /// The forecast that margins use, without errors: predictive quantiles of samples, and the
  /// parameters of the policy's last scheduled estimation.
  ///
  /// Nil if the sample is too small for them.
  public let predictive: FinalForecast?
}

/// The estimates of several models for one instrument.
public struct InstrumentEstimate: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The date of the first price used; nil if the series is undated.
  public let from: Timestamp?
  /// The date of the last return used; nil if all are used or the series is undated.
  public let asOf: Timestamp?
  /// The number of bar returns.
  public let observations: Int
  /// The models, in the requested order.
  public let models: [ModelEstimate]
  /// The failures with their reasons.
  public let failures: [MarginFailure]
}

/// Fits models to histories and forecasts from the last return.
public struct EstimateRun: Sendable {
  /// The models, in the requested order, with quantiles of samples by the inverse.
  public let models: [LabeledModel]
  /// The same models with predictive quantiles, as margins use them.
  public let predictive: [LabeledModel]
  /// The confidence levels, in the requested order.
  public let levels: [ConfidenceLevel]
  /// The plan, with as-of date, horizon, contract and number of tasks.
  public let plan: CalibrationPlan

  /// A run of each model at each level under a plan.
  ///
  /// `predictive` has one model for each of them; by default they are the same.
  public init(
    models: [LabeledModel], predictive: [LabeledModel]? = nil, levels: [ConfidenceLevel],
    plan: CalibrationPlan
  ) {
    let predictive = predictive ?? models
    precondition(
      models.count == predictive.count, "\(models.count) models, \(predictive.count) predictive")
    self.models = models
    self.predictive = predictive
    self.levels = levels
    self.plan = plan
  }

  /// One estimate per instrument, in the order of `histories`.
  public func estimates(
    on histories: [InstrumentHistory], progress: ProgressHandler? = nil
  ) async -> [InstrumentEstimate] {
    let clipped = histories.map { $0.clipped(through: plan.asOf) }
    return await concurrentMap(clipped, jobs: plan.jobs, progress: progress) { history in
      estimate(of: history)
    }
  }

  private typealias Outcome = Result<ModelEstimate, MarginFailure.Cause>

  /// The request of an estimate, which refits on the last date, or of margins, which refit when the
  /// policy does.
  private func request(
    on axis: TimeAxis, refitEvery: Int, _ detail: ForecastDetail
  ) -> ForecastRequest {
    ForecastRequest(
      horizon: plan.horizon(on: axis), levels: levels, contract: plan.contract,
      refitEvery: refitEvery, detail: detail)
  }

  private func estimate(of history: InstrumentHistory) -> InstrumentEstimate {
    var estimates: [ModelEstimate] = []
    var failures: [MarginFailure] = []
    let ended = history.refusal(under: plan)
    if let ended {
      failures.append(
        MarginFailure(
          instrument: history.instrument, reason: ended.reason, message: ended.message))
    }
    for (model, predictive) in zip(models, predictive) where ended == nil {
      switch forecast(of: model, predictive, on: history) {
      case .success(let estimate): estimates.append(estimate)
      case .failure(let cause):
        failures.append(
          MarginFailure(
            instrument: history.instrument, reason: cause.reason, message: cause.message))
      }
    }
    return InstrumentEstimate(
      instrument: history.instrument, from: history.start, asOf: history.date(after: history.count),
      observations: history.count, models: estimates, failures: failures)
  }

  private func forecast(
    of model: LabeledModel, _ predictive: LabeledModel, on history: InstrumentHistory
  ) -> Outcome {
    let request = request(on: history.axis, refitEvery: 1, .standardErrors)
    let measures = self.request(on: history.axis, refitEvery: plan.refitEvery, .measures)
    do throws(RiskModelError) {
      return .success(
        ModelEstimate(
          label: model.label, model: model.model, horizon: request.horizon,
          forecast: try request.final(of: model.model.instrumentModel, on: history),
          predictive: try? measures.final(of: predictive.model.instrumentModel, on: history)))
    } catch {
      return .failure(MarginFailure.Cause(error, of: model.label))
    }
  }
}
