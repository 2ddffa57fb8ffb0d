internal import Glibc
internal import Instruments
internal import RiskMeasures

/// Diagnostic plots for threshold selection, one point per threshold, highest threshold first.
///
/// - SeeAlso: McNeil, Frey and Embrechts (2015), *Quantitative Risk Management*, sections
///   5.2.2–5.2.5.
public enum ThresholdPlots {
  /// A point of a mean-excess plot.
  public struct MeanExcess: Hashable, Sendable {
    /// The threshold u, a loss of the sample.
    public let threshold: Double
    /// The number of losses strictly beyond the threshold u.
    public let exceedances: Int
    /// The mean excess e(u), the mean of x − u over those losses.
    public let value: Double
  }

  /// The mean excess over every loss except the largest.
  ///
  /// It is a line of slope ξ/(1 − ξ) where the tail is generalized Pareto.
  ///
  /// Losses must be finite and may be in any order; equal losses give one point.
  public static func meanExcess(of losses: [Double]) -> [MeanExcess] {
    let descending = losses.sorted(by: >)
    guard let largest = descending.first else { return [] }
    var points: [MeanExcess] = []
    // Σ (xᵢ − x₁) over the losses before the i-th, all of similar magnitude.
    var sum = 0.0
    for (i, x) in descending.enumerated() {
      if i > 0, x < descending[i - 1] {
        points.append(
          MeanExcess(threshold: x, exceedances: i, value: sum / Double(i) + (largest - x)))
      }
      sum += x - largest
    }
    return points
  }

  /// A point of a Hill plot.
  public struct Hill: Hashable, Sendable {
    /// The number k of losses beyond the threshold.
    public let exceedances: Int
    /// The threshold x₍ₖ₊₁₎.
    public let threshold: Double
    /// The shape ξ.
    public let shape: Double
    /// The standard error ξ/√k, for independent losses with a power-law tail.
    public let error: Double
  }

  /// The Hill estimator from the k largest losses, for every k with a positive threshold.
  ///
  ///     ξ = (1/k) Σ ln x₍ᵢ₎ − ln x₍ₖ₊₁₎,   x₍₁₎ ≥ x₍₂₎ ≥ …
  ///
  /// It applies to heavy tails only, ξ > 0. Losses must be finite and may be in any order. The k-th
  /// element has index k − 1.
  ///
  /// - SeeAlso: Hill (1975), *Annals of Statistics* 3(5), 1163–1174.
  public static func hill(of losses: [Double]) -> [Hill] {
    let descending = losses.filter { $0 > 0 }.sorted(by: >)
    guard let largest = descending.first else { return [] }
    var sum = 0.0
    return descending.indices.dropFirst().map { k in
      sum += log(descending[k - 1] / largest)
      let shape = sum / Double(k) - log(descending[k] / largest)
      return Hill(
        exceedances: k, threshold: descending[k], shape: shape,
        error: shape / Double(k).squareRoot())
    }
  }

  /// A point of a parameter stability plot.
  public struct Stability: Hashable, Sendable {
    /// The threshold u.
    public let threshold: Double
    /// The number of losses strictly beyond the threshold u.
    public let exceedances: Int
    /// The shape ξ, constant beyond a high enough threshold.
    public let shape: Double
    /// The standard error of ξ, or nil if it does not exist.
    public let shapeError: Double?
    /// The modified scale β − ξu, constant where ξ is.
    public let modifiedScale: Double
    /// The standard error of the modified scale, or nil.
    public let modifiedScaleError: Double?
  }

  /// The fits beyond each of `thresholds`, without those that leave too few excesses.
  ///
  /// Losses must be finite and may be in any order.
  public static func parameterStability(
    of losses: [Double], beyond thresholds: [Double],
    by estimator: TailEstimator = .maximumLikelihood
  ) -> [Stability] {
    let ascending = losses.sorted()
    return thresholds.sorted(by: >).compactMap { u in
      guard
        let tail = try? ParetoTail(
          ascending: ascending, side: .short, beyond: .value(u), by: estimator,
          atLeast: GeneralizedParetoFit.minimumExcesses)
      else { return nil }
      let fit = tail.fit
      return Stability(
        threshold: u, exceedances: tail.exceedances, shape: fit.shape, shapeError: fit.shapeError,
        modifiedScale: fit.scale - fit.shape * u,
        modifiedScaleError: fit.covariance.map {
          max(0, $0.scale - 2 * u * $0.shapeScale + u * u * $0.shape).squareRoot()
        })
    }
  }
}
