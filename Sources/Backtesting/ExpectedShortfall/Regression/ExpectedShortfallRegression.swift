public import RiskMeasures

/// The joint regression of a quantile and an expected shortfall of losses.
///
///     VaR(L | x) = a + b x,   ES(L | x′) = c + d x′
///
/// The estimate minimizes the mean ``FisslerZiegelScore`` of the losses less their least one, which
/// makes every shortfall positive whatever is regressed; the score's differences do not depend on
/// the unit, but its weights 1/E on that origin, so that the origin is part of the estimator. It is found
/// by turns from a quantile regression (see `JointTailFit`), then again from ``restarts`` other lines, whose
/// distance is that of the sampling error, and the best is kept.
///
/// ```swift
/// let regression = try ExpectedShortfallRegression(
///   losses: losses, quantile: .linear(in: shortfalls), shortfall: .linear(in: shortfalls),
///   level: level)
/// regression.shortfall   // intercept 0 and slope 1, where the forecasts are right
/// ```
///
/// - Complexity: O(n) a turn, some ten turns a start.
/// - SeeAlso: Dimitriadis and Bayer (2019), *Electronic Journal of Statistics* 13(1), 1823–1871,
///   doi:10.1214/19-EJS1560; Patton, Ziegel and Chen (2019), *Journal of Econometrics* 211(2), 388–413,
///   doi:10.1016/j.jeconom.2018.10.008.
public struct ExpectedShortfallRegression: Sendable {
  /// What an equation regresses on, beside a constant.
  public enum Equation: Hashable, Sendable {
    /// Nothing.
    case constant
    /// One number an observation.
    case linear(in: [Double])
  }

  /// The coefficients of one equation.
  public struct Line: Hashable, Sendable {
    /// In the unit of the losses.
    public let intercept: Double
    /// In that unit over the regressor's; zero without a regressor.
    public let slope: Double
  }

  /// Why there is no estimate.
  public enum Failure: Error, Hashable {
    /// A loss or a regressor is not finite, or so large that sums of them are not.
    case notFinite
    /// A regressor is the same for all observations.
    case constantRegressor
    /// Fewer than three losses are expected above the quantile, or lie above the fitted one.
    case tooFewExceedances
    /// No search came to rest.
    case didNotConverge
  }

  /// The lines near the first estimate that the search is started from again.
  public static let restarts = 3

  /// a and b.
  public let quantile: Line
  /// c and d.
  public let shortfall: Line
  /// The mean score at the estimate, of the losses less their least one.
  public let score: Double
  /// The losses strictly above the fitted quantile; the one or two on it are not.
  public let exceedanceCount: Int
  /// The fit in units of ``frame``.
  let fit: JointTailFit
  let frame: RegressionFrame

  /// The estimate for losses and regressors of one length, which is a precondition.
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
