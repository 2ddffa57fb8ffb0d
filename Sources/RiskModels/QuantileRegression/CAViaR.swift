public import MarketData
public import RiskMeasures

/// The recursion of a conditional quantile.
///
///     symmetric absolute value   Vₜ₊₁ = β₁ + β₂ Vₜ + β₃ |Lₜ|
///     asymmetric slope           Vₜ₊₁ = β₁ + β₂ Vₜ + β₃ Lₜ⁺ + β₄ Lₜ⁻
///     indirect GARCH(1,1)        V²ₜ₊₁ = β₁ + β₂ V²ₜ + β₃ L²ₜ
///     adaptive                   Vₜ₊₁ = Vₜ + β₁ (1/(1 + e^(−G (Lₜ − Vₜ))) − p)
///
/// *L* is the loss of the side, the one-bar return with the sign of the side, and p the tail
/// probability 1 − c. Lₜ⁺ is the positive part (loss), Lₜ⁻ the negative part (gain). G is 10 per
/// standard deviation; the paper uses 10 for daily stock returns in per cent.
public enum CAViaRSpecification: String, Hashable, Sendable, Codable, CaseIterable {
  case symmetricAbsoluteValue = "symmetric-absolute-value"
  case asymmetricSlope = "asymmetric-slope"
  case indirectGARCH = "indirect-garch"
  case adaptive

  /// The number of parameters β.
  public var parameterCount: Int {
    switch self {
    case .symmetricAbsoluteValue, .indirectGARCH: 3
    case .asymmetricSlope: 4
    case .adaptive: 1
    }
  }
}

/// The model of the expected shortfall beyond the quantile: E = m V with a constant m ≥ 1.
public enum QuantileTailModel: String, Hashable, Sendable, Codable, CaseIterable {
  /// β minimizes the tick loss alone; m then minimizes the Fissler–Ziegel loss FZ0.
  case multiple
  /// β and m minimize FZ0 together.
  case jointMultiple = "joint-multiple"
}

/// Conditional autoregressive value at risk (CAViaR): a recursion of the quantile itself.
///
/// Each level and side has its own recursion (``CAViaRSpecification``). Its β minimizes the mean
/// tick loss over the window, or, jointly with the expected shortfall, the loss FZ0:
///
///     tick loss   (1{L > V} − p)(L − V)
///     FZ0         1{L > V}(L − V)/(p E) + V/E + ln E − 1,   E = m V,  m = 1 + e^γ
///
/// Given the quantiles, FZ0 is minimized by m = 1 + Σ (Lₜ/Vₜ − 1)⁺/(n p), so that E is never below
/// V. V₁ is the empirical quantile of the first 300 returns of the window, or of all if it is
/// shorter. The coefficients are constrained to be non-negative and β₂ to [0, 0.999], where the
/// paper leaves them free, so no return can make a quantile of the first three specifications
/// negative.
///
/// A fit is for one level: only the configured levels can be evaluated. Over h bars a quantile is
/// multiplied by √h. Levels are fitted separately, so that results at one level do not depend on
/// the others; on some days the quantiles can cross, reported by the warning `quantiles-cross`.
///
/// The model requires one more expected exceedance, n(1 − c), than the recursion has parameters.
///
/// - SeeAlso: Engle and Manganelli (2004), *Journal of Business & Economic Statistics* 22(4),
///   367–381, doi:10.1198/073500104000000370; Taylor (2019), *Journal of Business & Economic
///   Statistics* 37(1), 121–133, doi:10.1080/07350015.2017.1281815; Patton, Ziegel and Chen (2019),
///   *Journal of Econometrics* 211(2), 388–413, doi:10.1016/j.jeconom.2018.10.008.
public struct CAViaR: ReturnModel {
  /// The lookback window of a fit, in bar returns.
  public let window: Int
  /// The recursion of the quantiles.
  public let specification: CAViaRSpecification
  /// The model of the expected shortfall.
  public let tailModel: QuantileTailModel
  /// The fitted levels, ascending.
  public let levels: [ConfidenceLevel]
  /// The random seed of the starting points of the search.
  public let seed: UInt64
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention

  /// Creates a model of `levels`, at least one, fitted to the last `window` returns.
  public init(
    window: Int, specification: CAViaRSpecification = .symmetricAbsoluteValue,
    tailModel: QuantileTailModel = .multiple, levels: [ConfidenceLevel], seed: UInt64 = 1,
    returnConvention: ReturnConvention = .log
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    precondition(!levels.isEmpty, "A quantile model is fitted to at least 1 level, not 0")
    self.window = window
    self.specification = specification
    self.tailModel = tailModel
    self.levels = Set(levels).sorted()
    self.seed = seed
    self.returnConvention = returnConvention
  }

  /// The model name, `caviar`.
  public var name: String { "caviar" }

  /// The square-root-of-time rule.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// The number of bar returns before the first prediction, enough for the highest fitted level.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    specification.minimumObservations(at: max(level, levels[levels.count - 1]))
  }

  /// Checks that the level is fitted and that the window is long enough for it.
  ///
  /// - Throws: ``RiskModelError/levelNotFitted(_:)``,
  ///   ``RiskModelError/sampleTooSmall(size:required:)``.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard levels.contains(level) else { throw .levelNotFitted(level) }
    let required = minimumObservations(over: horizon, at: level)
    guard window >= required else { throw .sampleTooSmall(size: window, required: required) }
  }

  /// The number of bar returns a fit depends on.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> CAViaREstimator {
    CAViaREstimator(self, horizon: horizon)
  }
}

extension CAViaRSpecification {
  /// The smallest n with n(1 − c) above the number of parameters.
  ///
  /// A regression can fit as many returns exactly as it has parameters, so one more exceedance is
  /// required.
  public func minimumObservations(at level: ConfidenceLevel) -> Int {
    let tail = 1_000_000 - level.millionths
    return ((parameterCount + 1) * 1_000_000 + tail - 1) / tail
  }
}
