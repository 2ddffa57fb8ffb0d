internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics
public import Volatility

/// Which sample the tails are fitted to.
public enum TailSample: Hashable, Sendable {
  /// The returns over the horizon.
  case returns
  /// Each return over the volatility that had been forecast for it.
  ///
  /// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300.
  case filtered(FilterVolatility)

  /// Returns over an exponentially weighted volatility.
  public static func residuals(_ volatility: EWMA) -> TailSample { .filtered(.ewma(volatility)) }

  /// The one rule from this sample to several bars.
  public var horizonRule: HorizonRule {
    self == .returns ? .overlapping : .squareRootOfTime
  }
}

/// Peaks over threshold: a generalized Pareto distribution in either tail, the sample in between.
///
/// The tails of a long and a short position are fitted apart, see ``ParetoTail``; between their
/// thresholds a quantile is an order statistic by a named ``Statistics/QuantileConvention``, never
/// beyond the threshold. The quantiles of residuals are those of the next return times σₜ₊₁√h.
///
/// The parameters stand in for the true ones, which a short window shows: the next of independent
/// Student t of ν = 4 passes the 99 % quantile with probability 1.17, 1.07, 1.02 and 0.99 % after 250,
/// 500, 1,000 and 2,000 returns, at a tenth in each tail.
///
/// Fewer than ``minimumExceedances`` losses beyond a threshold, ties with it not counted, are
/// refused: so are a constant series and one of two values. For ξ ≥ 1 the expected shortfall is
/// infinite, and under log returns it is for any ξ > 0 on the side whose loss grows as eʳ.
///
/// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300; McNeil, Frey and
///   Embrechts (2015), *Quantitative Risk Management*, section 5.2.
public struct ExtremeValue: ReturnModel {
  /// The losses beyond a threshold that a fit needs.
  public static let minimumExceedances = 10

  /// N, the most bar returns or residuals that a forecast uses.
  public let window: Int
  /// Where each tail begins; a value is a loss of either side, of residuals in volatilities.
  public let threshold: TailThreshold
  /// How the tails are fitted.
  public let estimator: TailEstimator
  /// What they are fitted to.
  public let sample: TailSample
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// Which order statistic is a quantile between the thresholds.
  public let quantileConvention: QuantileConvention
  /// How the model gets from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// A model of the last `window` returns or residuals; without more words, by the sample's own rule.
  public init(
    window: Int, threshold: TailThreshold = .tenth,
    estimator: TailEstimator = .maximumLikelihood, sample: TailSample = .returns,
    returnConvention: ReturnConvention = .simple,
    quantileConvention: QuantileConvention = .inverse, horizonRule: HorizonRule? = nil
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    switch threshold {
    case .share(let share):
      precondition(share > 0 && share < 0.5, "A tail is a share in (0, ½), not \(share)")
    case .value(let value):
      precondition(value > 0 && value.isFinite, "A threshold is a positive loss, not \(value)")
    }
    self.window = window
    self.threshold = threshold
    self.estimator = estimator
    self.sample = sample
    self.returnConvention = returnConvention
    self.quantileConvention = quantileConvention
    self.horizonRule = horizonRule ?? sample.horizonRule
  }

  /// `extreme-value`.
  public var name: String { "extreme-value" }

  /// The volatility of the residuals, if it is estimated.
  public var estimatedVolatility: EstimatedVolatilityModel? {
    guard case .filtered(let volatility) = sample else { return nil }
    return volatility.estimated
  }

  /// Bar returns before the first prediction; with a threshold by hand there may be too few beyond it.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    switch sample {
    case .returns: minimumSample + overlap(horizon)
    case .filtered(let volatility):
      volatility.memory == nil
        ? minimumSample + volatility.minimumReturns
        : max(minimumSample, volatility.minimumReturns)
    }
  }

  /// Throws ``RiskModelError/tooFewExceedances(available:required:)`` where even a full window holds too
  /// few losses beyond a threshold by share.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard case .share(let share) = threshold else { return }
    let most = TailThreshold.tailCount(of: max(0, window - overlap(horizon)), share: share)
    guard most >= Self.minimumExceedances else {
      throw .tooFewExceedances(available: most, required: Self.minimumExceedances)
    }
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? {
    switch sample {
    case .returns: window
    case .filtered(let volatility): volatility.memory
    }
  }

  /// An estimator that has seen nothing; throws where the rule leads to no such horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> ExtremeValueEstimator {
    let leads = horizon == .oneBar || horizonRule == sample.horizonRule
    guard leads, overlap(horizon) < window else {
      throw .unsupportedHorizon(horizon, rule: horizonRule)
    }
    return ExtremeValueEstimator(self, horizon: horizon)
  }

  /// The returns over the horizon that a window of bar returns falls short of its own number.
  private func overlap(_ horizon: Horizon) -> Int { sample == .returns ? horizon.bars - 1 : 0 }

  /// The smallest sample with enough losses beyond a threshold by share.
  var minimumSample: Int {
    guard case .share(let share) = threshold else { return 10 * Self.minimumExceedances }
    var count = Int(Double(Self.minimumExceedances) / share)
    while TailThreshold.tailCount(of: count, share: share) < Self.minimumExceedances { count += 1 }
    return count
  }
}
