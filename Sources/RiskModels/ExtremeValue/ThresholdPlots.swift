internal import Glibc
internal import Instruments
internal import RiskMeasures

/// What a person looks at to choose a threshold; one point a threshold, the highest threshold first.
///
/// - SeeAlso: McNeil, Frey and Embrechts (2015), *Quantitative Risk Management*, sections 5.2.2–5.2.5.
public enum ThresholdPlots {
  /// A point of a mean-excess plot.
  public struct MeanExcess: Hashable, Sendable {
    /// u, a loss of the sample.
    public let threshold: Double
    /// The losses strictly beyond u.
    public let exceedances: Int
    /// e(u), the mean of x − u over them.
    public let value: Double
  }

  /// The mean excess over each loss but the largest: a line rising with slope ξ/(1 − ξ) from where
  /// the tail is generalized Pareto.
  ///
  /// Losses are finite, in any order; equal ones give one point.
  public static func meanExcess(of losses: [Double]) -> [MeanExcess] {
    let descending = losses.sorted(by: >)
    guard let largest = descending.first else { return [] }
    var points: [MeanExcess] = []
    // Σ (xᵢ − x₁) of the losses before the i-th, all of one magnitude.
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
    /// k, the losses beyond the threshold.
    public let exceedances: Int
    /// x₍ₖ₊₁₎, the threshold.
    public let threshold: Double
    /// ξ.
    public let shape: Double
    /// ξ/√k, for independent losses whose tail is a power.
    public let error: Double
  }

  /// The estimator of Hill from the k largest losses, for every k whose threshold is positive.
  ///
  ///     ξ = (1/k) Σ ln x₍ᵢ₎ − ln x₍ₖ₊₁₎,   x₍₁₎ ≥ x₍₂₎ ≥ …
  ///
  /// Only for heavy tails, ξ > 0. Losses are finite, in any order. The k-th element has index k − 1.
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

  /// A point of a plot of parameter stability.
  public struct Stability: Hashable, Sendable {
    /// u.
    public let threshold: Double
    /// The losses strictly beyond u.
    public let exceedances: Int
    /// ξ, constant beyond a threshold that is high enough.
    public let shape: Double
    /// The standard error of ξ, or nil where the fit has none.
    public let shapeError: Double?
    /// β − ξu, constant with ξ.
    public let modifiedScale: Double
    /// The standard error of the modified scale, or nil.
    public let modifiedScaleError: Double?
  }

  /// The fits beyond each of `thresholds`; those that leave too few excesses are left out.
  ///
  /// Losses are finite, in any order.
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
