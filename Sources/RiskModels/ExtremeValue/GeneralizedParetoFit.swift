/// The method that fits a generalized Pareto distribution to excesses.
public enum TailEstimator: String, Hashable, Sendable, Codable, CaseIterable {
  /// Maximum likelihood.
  case maximumLikelihood = "maximum-likelihood"
  /// Probability-weighted moments, more stable in small samples, for ξ < ½.
  case probabilityWeightedMoments = "probability-weighted-moments"
}

/// A generalized Pareto distribution fitted to the excesses of losses over a threshold.
///
///     P(Y > y) = (1 + ξy/β)^(−1/ξ),  e^(−y/β) as ξ → 0
///
/// The likelihood is maximized over −1 ≤ ξ ≤ ``highestShape`` (below −1 it is unbounded), over
/// every local maximum of the profile in ξ/β. At an end of that range the status is `boundary`. For
/// ξ ≤ −½ the likelihood is not regular and there is no covariance.
///
/// Probability-weighted moments are a₀ = ȳ and a₁ = Σ(1 − pᵢ)y₍ᵢ₎/k with pᵢ = (i − 0.35)/k:
///
///     ξ = 2 − a₀/(a₀ − 2a₁),  β = 2a₀a₁/(a₀ − 2a₁)
///
/// If the fitted distribution ends below the largest excess, its end is set to that excess and the
/// status is `boundary`. The covariance of the moment estimates exists for ξ < ½.
///
/// - SeeAlso: Grimshaw (1993), *Technometrics* 35(2), 185–191; Smith (1985), *Biometrika* 72(1),
///   67–90; Hosking and Wallis (1987), *Technometrics* 29(3), 339–349; Dupuis and Tsao (1998),
///   *Communications in Statistics: Theory and Methods* 27(4), 925–941.
public struct GeneralizedParetoFit: Hashable, Sendable {
  /// The minimum number of excesses for two parameters.
  public static let minimumExcesses = 3
  /// The upper limit of the shape in the search; for ξ ≥ 1 the mean is infinite.
  public static let highestShape = 10.0

  /// The shape ξ.
  public let shape: Double
  /// The scale β, positive, in the units of the excesses.
  public let scale: Double
  /// The number of excesses, k.
  public let excesses: Int
  /// The log-likelihood Σ ln f(yᵢ), or nil if an excess has zero density.
  public let logLikelihood: Double?
  /// The covariance of the estimates, or nil if it does not exist.
  public let covariance: Covariance?
  /// The fit status: `converged`, `closedForm` for moments, or `boundary`.
  public let status: FitStatus

  /// The covariance of the estimates of (ξ, β).
  public struct Covariance: Hashable, Sendable {
    /// The variance of ξ̂.
    public let shape: Double
    /// The covariance of ξ̂ and β̂.
    public let shapeScale: Double
    /// The variance of β̂.
    public let scale: Double
  }

  /// Fits positive, finite excesses, in any order.
  ///
  /// - Throws: ``RiskModelError/tooFewExceedances(available:required:)``,
  ///   ``RiskModelError/didNotConverge(model:reason:)``, or ``RiskModelError/rangeTooWide`` if the
  ///   largest is not between 10⁻¹⁰⁰ and 10¹⁰⁰.
  public init(
    _ excesses: [Double], by estimator: TailEstimator = .maximumLikelihood
  ) throws(RiskModelError) {
    guard excesses.count >= Self.minimumExcesses else {
      throw .tooFewExceedances(available: excesses.count, required: Self.minimumExcesses)
    }
    precondition(
      excesses.allSatisfy { $0 > 0 && $0.isFinite }, "Excesses are positive and finite")
    guard let largest = excesses.max(), largest >= 1e-100, largest <= 1e100 else {
      throw .rangeTooWide
    }
    // Sorted, so that sums are bit-identical for any order of the sample.
    let ascending = excesses.sorted()
    switch estimator {
    case .maximumLikelihood: try self.init(maximizing: ascending)
    case .probabilityWeightedMoments: self.init(matching: ascending)
    }
  }

  init(
    shape: Double, scale: Double, excesses: [Double], covariance: Covariance?, status: FitStatus
  ) {
    self.shape = shape
    self.scale = scale
    self.excesses = excesses.count
    self.covariance = covariance
    self.status = status
    let value = ParetoLikelihood.value(excesses, shape: shape, scale: scale)
    // An excess at the upper end has zero density, except for the uniform distribution at ξ = −1.
    logLikelihood = value.isFinite && (status != .boundary || shape == -1) ? value : nil
  }

  /// The standard error of ξ̂, or nil.
  public var shapeError: Double? { covariance?.shape.squareRoot() }

  /// The standard error of β̂, or nil.
  public var scaleError: Double? { covariance?.scale.squareRoot() }
}

// MARK: - Probability-weighted moments

extension GeneralizedParetoFit {
  private init(matching ascending: [Double]) {
    let k = Double(ascending.count)
    var mean = 0.0
    var weighted = 0.0
    for (i, y) in ascending.enumerated() {
      mean += y / k
      weighted += (1 - (Double(i) + 0.65) / k) * y / k
    }
    let largest = ascending[ascending.count - 1]
    // a₀ − 2a₁ = Σ(2pᵢ − 1)y₍ᵢ₎/k is positive: y ascends and the weights sum to 0.3.
    let shape = 2 - mean / (mean - 2 * weighted)
    let scale = 2 * mean * weighted / (mean - 2 * weighted)
    if shape > -1, scale + shape * largest > 0 {
      self.init(
        shape: shape, scale: scale, excesses: ascending,
        covariance: Self.momentCovariance(shape, scale, k), status: .closedForm)
    } else {
      let end = shape > -1 ? (-scale / largest, scale) : (-1, largest)
      self.init(
        shape: end.0, scale: end.1, excesses: ascending, covariance: nil, status: .boundary)
    }
  }

  /// The asymptotic covariance of Hosking and Wallis, whose k is −ξ.
  private static func momentCovariance(
    _ xi: Double, _ beta: Double, _ count: Double
  ) -> Covariance? {
    guard xi < 0.5 else { return nil }
    let common = 1 / ((1 - 2 * xi) * (3 - 2 * xi) * count)
    let two = 2 - xi
    return Covariance(
      shape: common * (1 - xi) * two * two * (1 - xi + 2 * xi * xi),
      shapeScale: -common * beta * two * (2 - 6 * xi + 7 * xi * xi - 2 * xi * xi * xi),
      scale: common * beta * beta * (7 - 18 * xi + 11 * xi * xi - 2 * xi * xi * xi))
  }
}
