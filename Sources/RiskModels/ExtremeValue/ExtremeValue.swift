internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics
public import Volatility

/// The sample that the tails are fitted to.
public enum TailSample: Hashable, Sendable {
  /// The returns over the horizon.
  case returns
  /// Each return divided by the volatility forecast for it.
  ///
  /// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300.
  case filtered(FilterVolatility)

  /// The sample of returns divided by an exponentially weighted volatility.
  public static func residuals(_ volatility: EWMA) -> TailSample { .filtered(.ewma(volatility)) }

  /// The default horizon rule of the sample.
  public var horizonRule: HorizonRule {
    self == .returns ? .overlapping : .squareRootOfTime
  }
}

/// Peaks over threshold: a generalized Pareto fit to each tail, the empirical sample in between.
///
/// The tails of long and short positions are fitted separately, see ``ParetoTail``. Between the
/// thresholds a quantile is an order statistic by a named ``Statistics/QuantileConvention``, never
/// beyond the threshold. Quantiles of residuals are multiplied by σₜ₊₁√h.
///
/// Estimates are used as if they were the true parameters, which understates risk on short windows.
/// For independent Student t returns with ν = 4, the next return exceeds the 99 % quantile with
/// probability 1.17, 1.07, 1.02 and 0.99 % after 250, 500, 1,000 and 2,000 returns, with a tenth of
/// the sample in each tail.
///
/// A fit requires at least ``minimumExceedances`` losses beyond the threshold, ties with it not
/// counted, so a constant series and a series of two values are rejected. For ξ ≥ 1 the expected
/// shortfall is infinite; under log returns it is infinite for any ξ > 0 on the side whose loss
/// grows as eʳ.
///
/// - SeeAlso: McNeil and Frey (2000), *Journal of Empirical Finance* 7(3–4), 271–300; McNeil, Frey
///   and Embrechts (2015), *Quantitative Risk Management*, section 5.2.
public struct ExtremeValue: ReturnModel {
  /// The minimum number of losses beyond a threshold.
  public static let minimumExceedances = 10

  /// The lookback window N, in bar returns or residuals.
  public let window: Int
  /// The start of each tail; a value is a loss on either side, in volatilities for residuals.
  public let threshold: TailThreshold
  /// The estimator of the tails.
  public let estimator: TailEstimator
  /// The sample that the tails are fitted to.
  public let sample: TailSample
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The convention that selects the order statistic between the thresholds.
  public let quantileConvention: QuantileConvention
  /// The rule that takes the model from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// Creates a model of the last `window` returns or residuals, by default by the sample's rule.
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

  /// The model name, `extreme-value`.
  public var name: String { "extreme-value" }

  /// The estimated volatility of the residuals, or nil if it is not estimated.
  public var estimatedVolatility: EstimatedVolatilityModel? {
    guard case .filtered(let volatility) = sample else { return nil }
    return volatility.estimated
  }

  /// The number of bar returns required before the first prediction.
  ///
  /// With a threshold by value there may still be too few losses beyond it.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    switch sample {
    case .returns: minimumSample + overlap(horizon)
    case .filtered(let volatility):
      volatility.memory == nil
        ? minimumSample + volatility.minimumReturns
        : max(minimumSample, volatility.minimumReturns)
    }
  }

  /// Checks that a full window holds enough losses beyond a threshold by share.
  ///
  /// - Throws: ``RiskModelError/tooFewExceedances(available:required:)``.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard case .share(let share) = threshold else { return }
    let most = TailThreshold.tailCount(of: max(0, window - overlap(horizon)), share: share)
    guard most >= Self.minimumExceedances else {
      throw .tooFewExceedances(available: most, required: Self.minimumExceedances)
    }
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? {
    switch sample {
    case .returns: window
    case .filtered(let volatility): volatility.memory
    }
  }

  /// The window of returns or standardized returns.
  public func lookback(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> ExtremeValueEstimator {
    let leads = horizon == .oneBar || horizonRule == sample.horizonRule
    guard leads, overlap(horizon) < window else {
      throw .unsupportedHorizon(horizon, rule: horizonRule)
    }
    return ExtremeValueEstimator(self, horizon: horizon)
  }

  /// The number of bar returns by which overlapping horizon returns shorten the sample.
  private func overlap(_ horizon: Horizon) -> Int { sample == .returns ? horizon.bars - 1 : 0 }

  /// The smallest sample with enough losses beyond a threshold by share.
  var minimumSample: Int {
    guard case .share(let share) = threshold else { return 10 * Self.minimumExceedances }
    var count = Int(Double(Self.minimumExceedances) / share)
    while TailThreshold.tailCount(of: count, share: share) < Self.minimumExceedances { count += 1 }
    return count
  }
}
