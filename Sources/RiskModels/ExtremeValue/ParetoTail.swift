internal import Glibc
internal import Instruments
public import RiskMeasures
internal import Statistics

/// The tail of a sample of losses: a generalized Pareto distribution beyond a threshold u.
///
///     VaR = u + (β/ξ) [(n/N · α)^(−ξ) − 1],   ES = VaR/(1 − ξ) + (β − ξu)/(1 − ξ)
///
/// N of n losses lie beyond u and α is the tail probability, at most N/n. Losses are positive, and
/// VaR, ES and u are in their units.
///
/// - SeeAlso: McNeil, Frey and Embrechts (2015), *Quantitative Risk Management*, section 5.2.3.
public struct ParetoTail: Hashable, Sendable {
  /// The threshold u.
  public let threshold: Double
  /// The number N of losses strictly beyond u.
  public let exceedances: Int
  /// The number of losses, n.
  public let observations: Int
  /// The generalized Pareto fit, with ξ and β.
  public let fit: GeneralizedParetoFit

  /// Creates the tail of `losses`, finite and in any order.
  ///
  /// A loss beyond the threshold by less than 10⁻¹² of the larger of both is treated as a tie.
  ///
  /// - Throws: ``RiskModelError/tooFewExceedances(available:required:)``, or an error of the fit.
  public init(
    of losses: [Double], beyond threshold: TailThreshold,
    by estimator: TailEstimator = .maximumLikelihood
  ) throws(RiskModelError) {
    precondition(losses.allSatisfy(\.isFinite), "Losses are finite")
    try self.init(
      ascending: losses.sorted(), side: .short, beyond: threshold, by: estimator,
      atLeast: GeneralizedParetoFit.minimumExcesses)
  }

  /// Creates the tail of the losses of `side` from returns in ascending order.
  init(
    ascending returns: [Double], side: Side, beyond rule: TailThreshold,
    by estimator: TailEstimator, atLeast minimum: Int
  ) throws(RiskModelError) {
    let count = returns.count
    func loss(_ rank: Int) -> Double {
      side == .long ? -returns[rank] : returns[count - 1 - rank]
    }
    let most: Int
    switch rule {
    case .share(let share):
      precondition(share > 0 && share < 0.5, "A tail is a share in (0, ½), not \(share)")
      most = TailThreshold.tailCount(of: count, share: share)
    case .value:
      most = count
    }
    guard most >= minimum, count > 0 else {
      throw .tooFewExceedances(available: most, required: minimum)
    }
    switch rule {
    case .share: threshold = loss(most)
    case .value(let value): threshold = value
    }
    guard loss(0) - threshold <= 1e100 else { throw .rangeTooWide }
    let rounding = 1e-12 * max(abs(threshold), abs(loss(0)))
    var excesses: [Double] = []
    while excesses.count < most, loss(excesses.count) - threshold > rounding {
      excesses.append(loss(excesses.count) - threshold)
    }
    guard excesses.count >= minimum else {
      throw .tooFewExceedances(available: excesses.count, required: minimum)
    }
    exceedances = excesses.count
    observations = count
    fit = try GeneralizedParetoFit(excesses, by: estimator)
  }

  /// The probability N/n of a loss beyond the threshold.
  public var weight: Double { Double(exceedances) / Double(observations) }

  /// Whether the quantile at `level` lies beyond the threshold.
  public func holds(_ level: ConfidenceLevel) -> Bool {
    observations * (1_000_000 - level.millionths) < exceedances * 1_000_000
  }

  /// The upper end of the loss distribution, infinite for ξ ≥ 0.
  public var end: Double { threshold + excess.upperEnd }

  /// The quantile of the loss at a level beyond the threshold.
  public func valueAtRisk(at level: ConfidenceLevel) -> Double {
    precondition(holds(level), "The \(level.probability) quantile is not beyond the threshold")
    return threshold + excess.upperQuantile(beyond: level.tailProbability / weight)
  }

  /// The mean loss beyond the value at risk, `.infinity` for ξ ≥ 1.
  public func expectedShortfall(at level: ConfidenceLevel) -> Double {
    meanLoss(beyond: valueAtRisk(at: level))
  }

  /// The mean loss E[L | L > q] = q + (β + ξ(q − u))/(1 − ξ) for q ≥ u, `.infinity` for ξ ≥ 1.
  func meanLoss(beyond q: Double) -> Double {
    fit.shape < 1 ? q + scale(beyond: q) / (1 - fit.shape) : .infinity
  }

  /// The scale β + ξ(q − u) of the generalized Pareto distribution beyond q, which has the same ξ.
  func scale(beyond q: Double) -> Double { fit.scale + fit.shape * (q - threshold) }

  /// The probability P(L > x) of a loss x ≥ u.
  func survival(of x: Double) -> Double { weight * excess.survival(of: x - threshold) }

  private var excess: GeneralizedPareto { GeneralizedPareto(shape: fit.shape, scale: fit.scale) }
}

// MARK: - Standard errors

extension ParetoTail {
  /// The standard error of ``valueAtRisk(at:)`` by the delta method, or nil if it does not exist.
  ///
  ///     se² = gᵀ C g + (∂VaR/∂ζ)² ζ(1 − ζ)/n,   g = (∂VaR/∂ξ, ∂VaR/∂β),   ζ = N/n
  ///
  /// - SeeAlso: Coles (2001), *An Introduction to Statistical Modeling of Extreme Values*, 4.3.3.
  public func valueAtRiskError(at level: ConfidenceLevel) -> Double? {
    error(of: slope(at: level))
  }

  /// The standard error of ``expectedShortfall(at:)``, nil if it does not exist or ξ ≥ 1.
  public func expectedShortfallError(at level: ConfidenceLevel) -> Double? {
    guard fit.shape < 1 else { return nil }
    var slope = slope(at: level)
    let shortfall = expectedShortfall(at: level)
    slope.shape = (slope.shape - threshold + shortfall) / (1 - fit.shape)
    slope.scale = (slope.scale + 1) / (1 - fit.shape)
    slope.weight /= 1 - fit.shape
    return error(of: slope)
  }

  private typealias Slope = (shape: Double, scale: Double, weight: Double)

  private func slope(at level: ConfidenceLevel) -> Slope {
    let d = log(weight / level.tailProbability)
    let w = fit.shape * d
    // (w eʷ − eʷ + 1)/w² = ½ + w/3 + w²/8 + …
    let bend = abs(w) < 1e-3 ? 0.5 + w / 3 + w * w / 8 : (w * exp(w) - expm1(w)) / (w * w)
    let reach = (valueAtRisk(at: level) - threshold) / fit.scale
    return (fit.scale * d * d * bend, reach, fit.scale * exp(w) / weight)
  }

  private func error(of slope: Slope) -> Double? {
    fit.covariance.map { c in
      let parameters =
        slope.shape * slope.shape * c.shape + 2 * slope.shape * slope.scale * c.shapeScale
        + slope.scale * slope.scale * c.scale
      let share = slope.weight * slope.weight * weight * (1 - weight) / Double(observations)
      return max(0, parameters + share).squareRoot()
    }
  }
}
