internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Volatility

/// The running state of ``ExtremeValue``.
public struct ExtremeValueEstimator: ReturnEstimator {
  private let model: ExtremeValue
  private let horizon: Horizon
  private var filter: VolatilityFilterState?
  private var compounding: CompoundingWindow
  private var sample: SortedWindow
  private var tails: (long: ParetoTail, short: ParetoTail)?
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: ExtremeValue, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    if case .filtered(let volatility) = model.sample {
      filter = VolatilityFilterState(volatility, model: model.name)
    }
    compounding = CompoundingWindow(
      bars: filter == nil ? horizon.bars : 1, convention: model.returnConvention)
    sample = SortedWindow(capacity: model.window - compounding.bars + 1)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    guard let filtered = filter?.observe(value) else {
      if let compounded = compounding.append(value) { sample.append(compounded) }
      return
    }
    for filtered in filtered { append(filtered) }
  }

  private mutating func append(_ filtered: FilteredReturn) {
    if filtered.variance > 0, filtered.variance.isFinite { sample.append(filtered.residual) }
  }

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    guard filter == nil, compounding.bars == 1 else {
      for i in values.indices { observe(values[i]) }
      return
    }
    observationCount += values.count
    sample.append(contentsOf: values)
  }

  /// Fits both tails to the sample.
  public mutating func recalibrate() throws(RiskModelError) {
    if let window = try filter?.recalibrate() {
      sample = SortedWindow(capacity: model.window)
      for filtered in window { append(filtered) }
    }
    _ = try scale()
    guard let lowest = sample.ascending.first, sample.count >= model.minimumSample else {
      throw .insufficientHistory(
        available: observationCount,
        required: observationCount - sample.count + model.minimumSample)
    }
    guard lowest != sample.ascending[sample.count - 1] else {
      throw .noVariation(observations: observationCount)
    }
    tails = (try tail(of: .long), try tail(of: .short))
  }

  private func tail(of side: Side) throws(RiskModelError) -> ParetoTail {
    try ParetoTail(
      ascending: sample.ascending, side: side, beyond: model.threshold, by: model.estimator,
      atLeast: ExtremeValue.minimumExceedances)
  }

  /// The factor that scales the sample to the horizon: 1, or σₜ₊₁√h.
  private func scale() throws(RiskModelError) -> Double {
    guard let filter else { return 1 }
    return (try filter.next().variance * Double(horizon.bars)).squareRoot()
  }

  /// The distribution of the return over the horizon that starts now.
  ///
  /// The tails are those of the last fit; the sample between them and the volatility are current.
  public func prediction() throws(RiskModelError) -> ExtremeValueReturns {
    let scale = try scale()
    guard let tails else {
      throw .insufficientHistory(available: observationCount, required: model.minimumSample)
    }
    let unavailable: TailInterval.Reason? =
      model.sample != .returns
      ? .needsResidualBootstrap : horizon == .oneBar ? nil : .overlappingReturns
    return ExtremeValueReturns(
      body: EmpiricalReturns(
        sorted: sample.ascending, scale: scale, convention: model.returnConvention,
        quantileConvention: model.quantileConvention),
      long: tails.long, short: tails.short, withoutErrors: unavailable)
  }

  /// The estimated shape, scale and threshold of each tail, in the units of the sample.
  public var parameters: FittedParameters {
    var values: [String: Double] = [:]
    var errors: [String: Double] = [:]
    values.merge(filter?.parameters.values ?? [:]) { own, _ in own }
    guard let tails else { return FittedParameters(values: values) }
    for (name, tail) in [("long", tails.long), ("short", tails.short)] {
      values[name + "Shape"] = tail.fit.shape
      values[name + "Scale"] = tail.fit.scale
      values[name + "Threshold"] = tail.threshold
      values[name + "Exceedances"] = Double(tail.exceedances)
      errors[name + "Shape"] = tail.fit.shapeError
      errors[name + "Scale"] = tail.fit.scaleError
    }
    let fits = [tails.long.fit, tails.short.fit]
    let likelihoods = fits.compactMap(\.logLikelihood)
    return FittedParameters(
      values: values, standardErrors: errors,
      logLikelihood: likelihoods.count == 2 ? likelihoods[0] + likelihoods[1] : nil,
      status: fits.contains { $0.status == .boundary } ? .boundary : fits[0].status)
  }
}
