internal import Glibc
internal import Optimization

/// The maximum-likelihood estimate of a ``ConditionalVolatility``.
///
/// Returns are scaled to unit variance internally; all results are in the units of the given
/// returns. The search starts from the parameters of an earlier fit, or from the most likely of
/// several starts, and tries the remaining starts if it fails. The same returns give bit-identical
/// results; warm and cold starts agree in the log-likelihood, not in the last digits of the
/// parameters.
public struct VolatilityFit: Hashable, Sendable {
  /// The outcome of a search.
  public enum Status: String, Hashable, Sendable {
    /// The gradient is zero inside all bounds.
    case converged
    /// The maximum is at a bound: an integrated variance, a zero coefficient or an extreme ν.
    case boundary
  }

  /// The fitted model.
  public let model: ConditionalVolatility
  /// The estimates, in the order of the model's `parameterNames`.
  public let parameters: [Double]
  /// The log-likelihood ℓ at the estimates, including its constants.
  public let logLikelihood: Double
  /// The outcome of the search.
  public let status: Status
  /// The number of returns in the likelihood; an AR(1) mean excludes the first one.
  public let observationCount: Int
  /// The number of likelihood evaluations.
  public let evaluations: Int
  /// The optimizer's estimate of the Hessian in the coordinates, used by a warm start.
  private let curvature: [Double]
  /// The divisor applied to the returns.
  let scale: Double

  /// Fits the model by maximum likelihood, optionally warm-started from a `previous` fit of it.
  ///
  /// - Throws: ``VolatilityError`` if the returns are unsuitable or no start converges.
  public init(
    maximizing model: ConditionalVolatility, on returns: [Double],
    startingAt previous: VolatilityFit? = nil
  ) throws(VolatilityError) {
    let scaled = try ScaledReturns(returns, for: model)
    var search = FitSearch(model.scaled(by: 1 / scaled.scale), scaled.values)
    let best = try search.run(
      startingAt: previous.map {
        (model.rescaled($0.parameters, by: 1 / scaled.scale), $0.curvature)
      })
    self.model = model
    parameters = model.rescaled(best.parameters, by: scaled.scale)
    observationCount = search.observationCount
    logLikelihood = best.logLikelihood - Double(observationCount) * log(scaled.scale)
    status = best.isHeld ? .boundary : .converged
    evaluations = search.evaluations
    curvature = best.curvature
    scale = scaled.scale
  }

  /// The estimates by parameter name.
  public var values: [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(model.parameterNames, parameters))
  }

  /// The shape parameters of the innovations.
  public var shape: [Double] { parameters.suffix(model.innovations.parameterCount) }

  /// The Akaike information criterion, −2ℓ + 2k.
  public var akaikeCriterion: Double { 2 * (Double(parameters.count) - logLikelihood) }

  /// The Bayesian information criterion, −2ℓ + k ln n.
  public var bayesianCriterion: Double {
    Double(parameters.count) * log(Double(observationCount)) - 2 * logLikelihood
  }

  /// The share of a variance shock that remains one bar later; 1 is an integrated variance.
  public var persistence: Double { model.recursion.persistence(model.recursive(parameters)) }
}

/// The reason a volatility model could not be estimated.
public enum VolatilityError: Error, Hashable, Sendable {
  case insufficientReturns(available: Int, required: Int)
  /// All returns are equal.
  case noVariation(observations: Int)
  /// A return is NaN or infinite.
  case notFinite(position: Int)
  /// No start converged to a maximum.
  case didNotConverge(reason: String)
}

/// Returns scaled to unit variance.
struct ScaledReturns {
  let values: [Double]
  let scale: Double

  init(_ returns: [Double], for model: ConditionalVolatility) throws(VolatilityError) {
    let required = model.minimumReturns
    guard returns.count >= required else {
      throw .insufficientReturns(available: returns.count, required: required)
    }
    let mean = laneSum(returns) { $0 } / Double(returns.count)
    guard mean.isFinite else {
      let position = returns.firstIndex { !$0.isFinite }
      throw .notFinite(position: position ?? 0)
    }
    let squares = laneSum(returns) { ($0 - mean) * ($0 - mean) }
    var largest = 0.0
    for value in returns { largest = max(largest, abs(value)) }
    let scale = (squares / Double(returns.count)).squareRoot()
    guard scale.isFinite, scale > largest * 1e-12 else {
      throw .noVariation(observations: returns.count)
    }
    self.init(returns, scale: scale)
  }

  /// Creates scaled returns from a known standard deviation `scale`.
  init(_ returns: [Double], scale: Double) {
    self.scale = scale
    values = returns.map { $0 / scale }
  }
}

/// The sum of a function of each value in eight independent lanes, added in a fixed order.
private func laneSum(
  _ values: [Double], _ term: (SIMD8<Double>) -> SIMD8<Double>
) -> Double {
  var sums = SIMD8<Double>(repeating: 0)
  let whole = values.count - values.count % 8
  for start in stride(from: 0, to: whole, by: 8) {
    var lanes = SIMD8<Double>()
    for lane in 0 ..< 8 { lanes[lane] = values[start &+ lane] }
    sums += term(lanes)
  }
  var rest = 0.0
  for index in whole ..< values.count { rest += term(SIMD8(repeating: values[index]))[0] }
  let halves = sums.lowHalf + sums.highHalf
  let quarters = halves.lowHalf + halves.highHalf
  return (quarters[0] + quarters[1]) + rest
}

extension ConditionalVolatility {
  /// The minimum number of returns: ten per parameter, plus those conditioned on.
  public var minimumReturns: Int { 10 * parameterNames.count + givenReturns }

  /// The recursion's parameters among all parameters.
  func recursive(_ parameters: [Double]) -> [Double] {
    Array(parameters.dropFirst(mean.parameterCount).prefix(form.parameterCount))
  }

  /// The parameters of the returns multiplied by `scale`.
  func rescaled(_ parameters: [Double], by scale: Double) -> [Double] {
    var rescaled = parameters
    if mean != .zero { rescaled[0] *= scale }
    rescaled[mean.parameterCount] = form.omega(
      of: recursive(parameters), rescaledBy: scale)
    return rescaled
  }

  /// The model of the returns multiplied by `scale`; only a given presample variance changes.
  func scaled(by scale: Double) -> ConditionalVolatility {
    guard case .variance(let value) = presample else { return self }
    return ConditionalVolatility(
      mean: mean, recursion: recursion, innovations: innovations,
      presample: .variance(value * scale * scale))
  }
}
