public import RiskMeasures

/// The joint regression of the quantile and expected shortfall of losses.
///
///     VaR(L | x) = a + b x,   ES(L | x′) = c + d x′
///
/// The estimate minimizes the mean ``FisslerZiegelScore`` of the losses minus the smallest loss,
/// which makes every shortfall positive for any regressor. Score differences do not depend on the
/// unit, but the weights 1/E depend on that origin, so the origin is part of the estimator. The
/// minimum is found by alternating steps from a quantile regression (see `JointTailFit`), then
/// again from ``restarts`` perturbed lines at a distance of the sampling error, and the best fit is
/// kept.
///
/// ```swift
/// let regression = try ExpectedShortfallRegression(
///   losses: losses, quantile: .linear(in: shortfalls), shortfall: .linear(in: shortfalls),
///   level: level)
/// regression.shortfall   // intercept 0 and slope 1 if the forecasts are correct
/// ```
///
/// - Complexity: O(n) per iteration, about ten iterations per start.
/// - SeeAlso: Dimitriadis and Bayer (2019), *Electronic Journal of Statistics* 13(1), 1823–1871,
///   doi:10.1214/19-EJS1560; Patton, Ziegel and Chen (2019), *Journal of Econometrics* 211(2),
///   388–413, doi:10.1016/j.jeconom.2018.10.008.
public struct ExpectedShortfallRegression: Sendable {
  /// The regressor of an equation, in addition to a constant.
  public enum Equation: Hashable, Sendable {
    /// A constant only.
    case constant
    /// One regressor value per observation.
    case linear(in: [Double])
  }

  /// The coefficients of one equation.
  public struct Line: Hashable, Sendable {
    /// The constant, in the unit of the losses.
    public let intercept: Double
    /// The slope, in the unit of the losses over that of the regressor; zero without a regressor.
    public let slope: Double
  }

  /// The reasons why estimation fails.
  public enum Failure: Error, Hashable {
    /// A loss or regressor is not finite, or so large that sums overflow.
    case notFinite
    /// A regressor is the same for all observations.
    case constantRegressor
    /// Fewer than three losses are expected above the quantile, or lie above the fitted one.
    case tooFewExceedances
    /// No search converged.
    case didNotConverge
  }

  /// The number of perturbed starting lines after the first estimate.
  public static let restarts = 3

  /// a and b, the coefficients of the quantile equation.
  public let quantile: Line
  /// c and d, the coefficients of the shortfall equation.
  public let shortfall: Line
  /// The mean score at the estimate, for losses minus the smallest loss.
  public let score: Double
  /// The number of losses strictly above the fitted quantile; the one or two on it are excluded.
  public let exceedanceCount: Int
  /// The fit in units of ``frame``.
  let fit: JointTailFit
  let frame: RegressionFrame

  /// Estimates the regression; traps unless losses and regressors have the same length.
  ///
  /// - Throws: ``Failure``.
  public init(
    losses: [Double], quantile: Equation, shortfall: Equation, level: ConfidenceLevel,
    seed: UInt64 = 1
  ) throws(Failure) {
    let frame = try RegressionFrame(losses, quantile: quantile, shortfall: shortfall)
    guard Double(losses.count) * level.tailProbability >= 3,
      frame.losses.contains(where: { $0 > 0 })
    else { throw .tooFewExceedances }
    let fit = try frame.fit(tail: level.tailProbability, seed: seed)
    guard let exceedances = fit.exceedances else { throw .tooFewExceedances }
    self.fit = fit
    self.frame = frame
    self.quantile = frame.line(fit.quantile, frame.quantile)
    self.shortfall = frame.line(fit.shortfall, frame.shortfall)
    // Z/E + ln E − 1 is the score.
    score = fit.score - 1
    exceedanceCount = Int(exceedances.count)
  }
}
