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
  /// The forecast after the last return.
  public let forecast: FinalForecast
}

/// The estimates of several models for one instrument.
public struct InstrumentEstimate: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
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
  /// The models, in the requested order.
  public let models: [LabeledModel]
  /// The confidence levels, in the requested order.
  public let levels: [ConfidenceLevel]
  /// The plan, with as-of date, horizon, contract and number of tasks.
  public let plan: CalibrationPlan

  /// A run of each model at each level under a plan.
  public init(models: [LabeledModel], levels: [ConfidenceLevel], plan: CalibrationPlan) {
    self.models = models
    self.levels = levels
    self.plan = plan
  }

  /// One estimate per instrument, in the order of `histories`.
  public func estimates(
    on histories: [InstrumentHistory], progress: ProgressHandler? = nil
  ) async -> [InstrumentEstimate] {
    let clipped = histories.map { $0.clipped(through: plan.asOf) }
    let joint = models.map { model -> [InstrumentID: Outcome]? in
      guard case .joint(let joint) = model.model else { return nil }
      return jointForecasts(of: joint, label: model.label, on: clipped)
    }
    return await concurrentMap(clipped, jobs: plan.jobs, progress: progress) { history in
      estimate(of: history, joint: joint)
    }
  }

  private typealias Outcome = Result<ModelEstimate, MarginFailure.Cause>

  private func request(on axis: TimeAxis) -> ForecastRequest {
    ForecastRequest(
      horizon: plan.horizon(on: axis), levels: levels, contract: plan.contract, refitEvery: 1,
      detail: .standardErrors)
  }

  private func estimate(
    of history: InstrumentHistory, joint: [[InstrumentID: Outcome]?]
  ) -> InstrumentEstimate {
    var estimates: [ModelEstimate] = []
    var failures: [MarginFailure] = []
    for (index, model) in models.enumerated() {
      let outcome = joint[index]?[history.instrument] ?? forecast(of: model, on: history)
      switch outcome {
      case .success(let estimate): estimates.append(estimate)
      case .failure(let cause):
        failures.append(
          MarginFailure(
            instrument: history.instrument, reason: cause.reason, message: cause.message))
      }
    }
    return InstrumentEstimate(
      instrument: history.instrument, asOf: history.date(after: history.count),
      observations: history.count, models: estimates, failures: failures)
  }

  private func forecast(of model: LabeledModel, on history: InstrumentHistory) -> Outcome {
    guard case .single(let single) = model.model else {
      return .failure(MarginFailure.Cause(reason: "no-common-dates", message: "no common dates"))
    }
    let request = request(on: history.axis)
    do throws(RiskModelError) {
      return .success(
        ModelEstimate(
          label: model.label, model: model.model, horizon: request.horizon,
          forecast: try request.final(of: single, on: history)))
    } catch {
      return .failure(MarginFailure.Cause(error, of: model.label))
    }
  }

  private func jointForecasts(
    of model: some JointReturnModel, label: String, on histories: [InstrumentHistory]
  ) -> [InstrumentID: Outcome] {
    func all(_ cause: MarginFailure.Cause) -> [InstrumentID: Outcome] {
      Dictionary(histories.map { ($0.instrument, .failure(cause)) }) { first, _ in first }
    }
    do {
      let universe = try Universe(histories, convention: model.returnConvention)
      let request = request(on: universe.axis)
      let finals = try request.finals(of: model, on: universe, notBefore: 0)
      let estimates = finals.map {
        Outcome.success(
          ModelEstimate(
            label: label, model: .joint(model), horizon: request.horizon, forecast: $0))
      }
      return Dictionary(zip(universe.instruments, estimates)) { first, _ in first }
    } catch let error as RiskModelError {
      return all(MarginFailure.Cause(error, of: label))
    } catch {
      let message = (error as? MarketDataError)?.message ?? "no common dates"
      return all(MarginFailure.Cause(reason: "no-common-dates", message: message))
    }
  }
}
