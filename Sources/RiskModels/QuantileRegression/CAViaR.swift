public import MarketData
public import RiskMeasures

/// How a conditional quantile follows from the one before it.
///
///     symmetric absolute value   Vₜ₊₁ = β₁ + β₂ Vₜ + β₃ |Lₜ|
///     asymmetric slope           Vₜ₊₁ = β₁ + β₂ Vₜ + β₃ Lₜ⁺ + β₄ Lₜ⁻
///     indirect GARCH(1,1)        V²ₜ₊₁ = β₁ + β₂ V²ₜ + β₃ L²ₜ
///     adaptive                   Vₜ₊₁ = Vₜ + β₁ (1/(1 + e^(−G (Lₜ − Vₜ))) − p)
///
/// *L* is the loss of the side, the return of one bar with the sign of the side, and p the tail
/// probability 1 − c. Lₜ⁺ is what was lost, Lₜ⁻ what was gained. G is 10 in units of the standard
/// deviation, the paper's 10 for daily stock returns in per cent.
public enum CAViaRSpecification: String, Hashable, Sendable, Codable, CaseIterable {
  case symmetricAbsoluteValue = "symmetric-absolute-value"
  case asymmetricSlope = "asymmetric-slope"
  case indirectGARCH = "indirect-garch"
  case adaptive

  /// The number of β.
  public var parameterCount: Int {
    switch self {
    case .symmetricAbsoluteValue, .indirectGARCH: 3
    case .asymmetricSlope: 4
    case .adaptive: 1
    }
  }
}

/// How the expected shortfall beyond the quantile is estimated: E = m V with a constant m ≥ 1.
public enum QuantileTailModel: String, Hashable, Sendable, Codable, CaseIterable {
  /// β minimizes the tick loss alone; m then minimizes the Fissler–Ziegel loss FZ0.
  case multiple
  /// β and m minimize FZ0 together.
  case jointMultiple = "joint-multiple"
}

/// Conditional autoregressive value at risk: a quantile with a recursion of its own.
///
/// Each level and each side has its own recursion (``CAViaRSpecification``), whose β minimizes the
/// mean tick loss over the window, or jointly with the expected shortfall the loss FZ0:
///
///     tick loss   (1{L > V} − p)(L − V)
///     FZ0         1{L > V}(L − V)/(p E) + V/E + ln E − 1,   E = m V,  m = 1 + e^γ
///
/// Given the quantiles, FZ0 is least at m = 1 + Σ (Lₜ/Vₜ − 1)⁺/(n p), so that E exceeds V always.
/// V₁ is the empirical quantile of the first 300 returns of the window, or of all where it is shorter.
/// The coefficients are held not negative and β₂ in [0, 0.999], where the paper leaves them free:
/// no return can then make a quantile of the first three specifications negative.
///
/// A fit belongs to its level: only the levels of the recipe can be asked of a run. Over h bars a
/// quantile is multiplied by √h. Levels are fitted apart, so that the numbers at one do not depend on
/// which others are asked for; on single days their quantiles can cross, which is the warning
/// `quantiles-cross`.
///
/// Needs one more expected exceedance, n(1 − c), than the recursion has parameters.
///
/// - SeeAlso: Engle and Manganelli (2004), *Journal of Business & Economic Statistics* 22(4), 367–381,
///   doi:10.1198/073500104000000370; Taylor (2019), *Journal of Business & Economic Statistics* 37(1),
///   121–133, doi:10.1080/07350015.2017.1281815; Patton, Ziegel and Chen (2019), *Journal of
///   Econometrics* 211(2), 388–413, doi:10.1016/j.jeconom.2018.10.008.
public struct CAViaR: ReturnModel {
  /// The most bar returns that a fit uses.
  public let window: Int
  /// The recursion of the quantiles.
  public let specification: CAViaRSpecification
  /// How the expected shortfall is estimated.
  public let tailModel: QuantileTailModel
  /// The levels that are fitted, ascending.
  public let levels: [ConfidenceLevel]
  /// The key of the random starts of the search.
  public let seed: UInt64
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention

  /// A fit of `levels`, at least one, to the last `window` returns.
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

  /// `caviar`.
  public var name: String { "caviar" }

  /// Square root of time.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// Bar returns before the first prediction, enough for the highest level of the recipe too.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    specification.minimumObservations(at: max(level, levels[levels.count - 1]))
  }

  /// Throws where the level is not fitted, or where the window cannot bear a regression at it.
  ///
  /// - Throws: ``RiskModelError/levelNotFitted(_:)``, ``RiskModelError/sampleTooSmall(size:required:)``.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard levels.contains(level) else { throw .levelNotFitted(level) }
    let required = minimumObservations(over: horizon, at: level)
    guard window >= required else { throw .sampleTooSmall(size: window, required: required) }
  }

  /// Bar returns that a fit depends on.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> CAViaREstimator {
    CAViaREstimator(self, horizon: horizon)
  }
}

extension CAViaRSpecification {
  /// The least n with n(1 − c) above the number of parameters.
  ///
  /// A regression can pass through as many returns as it has parameters: one more is left to exceed it.
  public func minimumObservations(at level: ConfidenceLevel) -> Int {
    let tail = 1_000_000 - level.millionths
    return ((parameterCount + 1) * 1_000_000 + tail - 1) / tail
  }
}
