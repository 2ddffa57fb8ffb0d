internal import RiskMeasures

/// The variance of a sum of autocorrelated returns.
///
///     Var(r₁ + … + rₕ) = σ² ( h + 2 Σ (h − i) ρⁱ ),  i = 1 … h − 1
///
/// The returns follow a first-order autoregression with coefficient ρ and variance σ² per bar. For
/// ρ = 0 this is the square root of time; the risk of trending returns (ρ > 0) scales faster.
///
/// - SeeAlso: Hull (2015), *Risk Management and Financial Institutions*, fourth edition, section
///   12.6.
public enum AutocorrelatedScaling {
  /// The variance factor h + 2 Σ (h − i) ρⁱ, never negative for −1 ≤ ρ ≤ 1.
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

  /// The first autocorrelation Σ (rₜ − r̄)(rₜ₋₁ − r̄) / Σ (rₜ − r̄)², or nil for constant returns.
  ///
  /// The result is in [−1, 1].
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

/// The scale of returns over several bars, from the returns of a window.
struct HorizonScale: Hashable, Sendable {
  /// The variance over the horizon as a multiple of the one-bar variance.
  let varianceFactor: Double
  /// The autocorrelation ρ, if the rule uses it.
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

  /// The likelihood's uncertainty, unless the autocorrelation adds an error of its own.
  func uncertainty(_ uncertainty: ParametricUncertainty) -> ParametricUncertainty {
    autocorrelation == nil ? uncertainty : .unavailable(.autocorrelatedReturns)
  }
}

/// Traps unless the rule can scale a one-bar distribution.
func requireScalingRule(_ rule: HorizonRule) {
  precondition(
    rule == .squareRootOfTime || rule == .autocorrelated, "\(rule.rawValue) is not a scaling rule")
}
