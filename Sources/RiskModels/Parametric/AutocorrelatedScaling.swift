internal import RiskMeasures

/// The variance of a sum of autocorrelated returns.
///
///     Var(r₁ + … + rₕ) = σ² ( h + 2 Σ (h − i) ρⁱ ),  i = 1 … h − 1
///
/// for returns of an autoregression of order one with coefficient ρ and variance σ² a bar. With ρ = 0
/// it is the square root of time; trending returns (ρ > 0) scale faster.
///
/// - SeeAlso: Hull (2015), *Risk Management and Financial Institutions*, fourth edition, section 12.6.
public enum AutocorrelatedScaling {
  /// h + 2 Σ (h − i) ρⁱ; never negative for −1 ≤ ρ ≤ 1.
  public static func varianceFactor(bars: Int, autocorrelation: Double) -> Double {
    precondition(bars >= 1, "A horizon is at least one bar, not \(bars)")
    precondition(abs(autocorrelation) <= 1, "An autocorrelation of \(autocorrelation)")
    var sum = 0.0
    var power = autocorrelation
    for i in 1 ..< max(1, bars) {
      sum += Double(bars - i) * power
      power *= autocorrelation
    }
    return max(0, Double(bars) + 2 * sum)
  }

  /// Σ (rₜ − r̄)(rₜ₋₁ − r̄) / Σ (rₜ − r̄)², in −1 … 1; nil where the returns do not vary.
  public static func firstAutocorrelation(of returns: [Double]) -> Double? {
    guard returns.count > 1 else { return nil }
    let mean = returns.reduce(0, +) / Double(returns.count)
    var products = 0.0
    var squares = 0.0
    var before: Double?
    for value in returns {
      let deviation = value - mean
      squares += deviation * deviation
      if let before { products += deviation * before }
      before = deviation
    }
    return squares > 0 ? max(-1, min(1, products / squares)) : nil
  }
}

/// What the returns of a window say of the scale over several bars.
struct HorizonScale: Hashable, Sendable {
  /// The variance over the horizon in units of that of a bar.
  let varianceFactor: Double
  /// ρ where the rule asks for it.
  let autocorrelation: Double?

  init(_ rule: HorizonRule, over horizon: Horizon, returns: () -> [Double]) {
    guard rule == .autocorrelated, horizon > .oneBar else {
      varianceFactor = Double(horizon.bars)
      autocorrelation = nil
      return
    }
    let found = AutocorrelatedScaling.firstAutocorrelation(of: returns()) ?? 0
    autocorrelation = found
    varianceFactor = AutocorrelatedScaling.varianceFactor(
      bars: horizon.bars, autocorrelation: found)
  }

  /// What the likelihood says of the errors, unless the autocorrelation adds one of its own.
  func uncertainty(_ uncertainty: ParametricUncertainty) -> ParametricUncertainty {
    autocorrelation == nil ? uncertainty : .unavailable(.autocorrelatedReturns)
  }
}

/// Traps unless a distribution of one bar can be scaled by the rule.
func requireScalingRule(_ rule: HorizonRule) {
  precondition(
    rule == .squareRootOfTime || rule == .autocorrelated, "\(rule.rawValue) is not a scaling rule")
}
