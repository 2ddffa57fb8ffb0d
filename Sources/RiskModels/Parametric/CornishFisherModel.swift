internal import Glibc
public import MarketData
public import RiskMeasures
internal import Statistics

/// Cornish–Fisher returns with the first four sample moments of the window, divisor n.
///
///     R = μ + σ·X/√var X
///
/// X follows ``Statistics/CornishFisher`` with the sample's skewness and kurtosis (Maillard 2012).
/// With ``Parameters/sample`` the sample moments are used as the parameters and σ is not divided by
/// √var X: the usual modified value at risk, whose moments differ from the sample's. Over h bars
/// the mean is multiplied by h and the standard deviation by √h. The shape is kept, so the tails
/// are too heavy for independent returns.
///
/// About half of all normal samples are outside the domain, because their kurtosis is too small for
/// their skewness. The errors are those of sample moments and require eight finite moments.
///
/// - SeeAlso: Favre and Galeano (2002), *Journal of Alternative Investments* 5(2), 21–25.
public struct CornishFisherModel: ReturnModel {
  /// The choice of the distribution's parameters.
  public enum Parameters: String, Hashable, Sendable, Codable, CaseIterable {
    /// The parameters that give the distribution the sample's skewness and kurtosis.
    case solved
    /// The sample's skewness and excess kurtosis.
    case sample
  }

  /// The treatment of an expansion that is not monotone.
  public enum OutsideDomain: String, Hashable, Sendable, Codable, CaseIterable {
    /// No forecast.
    case refuse
    /// Quantiles are rearranged in ascending order, which gives the quantiles of g(Z).
    case rearrange
  }

  /// The lookback window, in bar returns.
  public let window: Int
  /// The choice of the distribution's parameters.
  public let parameters: Parameters
  /// The treatment of an expansion that is not monotone.
  public let outsideDomain: OutsideDomain
  /// The convention of the observed returns; not log, because the exponential of a cubic has no mean.
  public let returnConvention: ReturnConvention

  /// Creates a model with the moments of the last `window` returns, at least four.
  public init(
    window: Int, parameters: Parameters = .solved, outsideDomain: OutsideDomain = .refuse,
    returnConvention: ReturnConvention = .simple
  ) {
    precondition(window >= 4, "Four moments need four returns, not \(window)")
    precondition(returnConvention != .log, "An expansion of log returns")
    self.window = window
    self.parameters = parameters
    self.outsideDomain = outsideDomain
    self.returnConvention = returnConvention
  }

  /// The model name, `cornish-fisher`.
  public var name: String { "cornish-fisher" }

  /// Square root of time, with an unchanged shape.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    min(window, 100)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> CornishFisherEstimator
  {
    CornishFisherEstimator(self, horizon: horizon)
  }

  /// The standardized distribution and the divisor of σ, or nil outside the domain.
  func shape(skewness: Double, excessKurtosis: Double) -> CornishFisherShape? {
    let distribution: CornishFisher
    switch parameters {
    case .sample:
      distribution = CornishFisher(skewnessParameter: skewness, kurtosisParameter: excessKurtosis)
    case .solved:
      guard
        let found = CornishFisher.matching(skewness: skewness, excessKurtosis: excessKurtosis)
      else { return nil }
      distribution = found
    }
    guard outsideDomain == .rearrange || distribution.isMonotone else { return nil }
    return CornishFisherShape(
      distribution: distribution,
      deviation: parameters == .solved ? distribution.variance.squareRoot() : 1)
  }
}

/// A distribution with the standard deviation that the model assumes for it.
struct CornishFisherShape: Sendable, Hashable {
  let distribution: CornishFisher
  let deviation: Double

  /// The quantile for a long position, in standard deviations.
  func lowerEdge(_ probability: Double) -> Double {
    distribution.quantile(of: probability) / deviation
  }

  /// The mean below that quantile, in standard deviations.
  func lowerMean(below probability: Double) -> Double {
    distribution.lowerTailMean(below: probability) / deviation
  }
}

/// The running state of ``CornishFisherModel``; its estimates are always current.
public struct CornishFisherEstimator: ReturnEstimator, Equatable {
  private let model: CornishFisherModel
  private let horizon: Horizon
  private var recent: RecentWindow
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: CornishFisherModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    recent = RecentWindow(capacity: model.window)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    recent.append(value)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> CornishFisherReturns {
    let values = recent.chronological
    guard values.count >= 4 else {
      throw .insufficientHistory(available: values.count, required: 4)
    }
    let moments = SampleMoments(values.span)
    guard let skewness = moments.skewness, let kurtosis = moments.kurtosis else {
      throw .noVariation(observations: values.count)
    }
    guard let shape = model.shape(skewness: skewness, excessKurtosis: kurtosis - 3) else {
      throw .outsideCornishFisherDomain(skewness: skewness, excessKurtosis: kurtosis - 3)
    }
    return CornishFisherReturns(
      model, shape, CornishFisherSample(values: values, moments: moments), over: horizon)
  }

  /// The fitted parameters.
  public var parameters: FittedParameters {
    let moments = recent.count >= 4 ? recent.moments : nil
    guard let moments, let skewness = moments.skewness, let kurtosis = moments.kurtosis else {
      return FittedParameters()
    }
    let sigma = moments.populationVariance.squareRoot()
    let root = Double(moments.count).squareRoot()
    var values = [
      "mu": moments.mean, "sigma": sigma, "skewness": skewness, "excessKurtosis": kurtosis - 3,
    ]
    if let distribution = model.shape(skewness: skewness, excessKurtosis: kurtosis - 3)?
      .distribution
    {
      values["skewnessParameter"] = distribution.skewnessParameter
      values["kurtosisParameter"] = distribution.kurtosisParameter
    }
    return FittedParameters(
      values: values,
      standardErrors: [
        "mu": sigma / root, "sigma": sigma * (kurtosis - 1).squareRoot() / (2 * root),
      ], status: .closedForm)
  }
}
