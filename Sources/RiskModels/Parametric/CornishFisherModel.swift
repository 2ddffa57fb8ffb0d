internal import Glibc
public import MarketData
public import RiskMeasures
internal import Statistics

/// Returns of a Cornish–Fisher distribution with the first four moments of the window, divisor n.
///
///     R = μ + σ·X/√var X
///
/// with X of ``Statistics/CornishFisher`` whose skewness and kurtosis are the sample's (Maillard
/// 2012). With ``Parameters/sample`` the sample moments stand in place of the parameters and σ is
/// not divided: the usual modified value at risk, whose distribution has other moments than the sample. Over
/// h bars the mean is multiplied by h and the deviation by √h; the shape is kept, and is so too
/// wide for independent returns.
///
/// About half of all normal samples lie outside the domain, because their kurtosis is too small for
/// their skewness. The errors are those of sample moments, which need eight finite moments.
///
/// - SeeAlso: Favre and Galeano (2002), *Journal of Alternative Investments* 5(2), 21–25.
public struct CornishFisherModel: ReturnModel {
  /// What becomes the parameters of the distribution.
  public enum Parameters: String, Hashable, Sendable, Codable, CaseIterable {
    /// Those at which the distribution has the sample's skewness and kurtosis.
    case solved
    /// The sample's skewness and excess kurtosis themselves.
    case sample
  }

  /// What happens where the expansion does not rise everywhere.
  public enum OutsideDomain: String, Hashable, Sendable, Codable, CaseIterable {
    /// There is no forecast.
    case refuse
    /// The quantiles are put in order, which makes them those of g(Z).
    case rearrange
  }

  /// The most bar returns that an estimate uses.
  public let window: Int
  /// What becomes the parameters of the distribution.
  public let parameters: Parameters
  /// What happens where the expansion does not rise everywhere.
  public let outsideDomain: OutsideDomain

  /// A distribution with the moments of the last `window` returns, at least four.
  public init(
    window: Int, parameters: Parameters = .solved, outsideDomain: OutsideDomain = .refuse
  ) {
    precondition(window >= 4, "Four moments need four returns, not \(window)")
    self.window = window
    self.parameters = parameters
    self.outsideDomain = outsideDomain
  }

  /// `cornish-fisher`.
  public var name: String { "cornish-fisher" }

  /// Simple: an exponential of a cubic has no mean.
  public var returnConvention: ReturnConvention { .simple }

  /// Square root of time, the shape kept.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    min(window, 100)
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> CornishFisherEstimator
  {
    CornishFisherEstimator(self, horizon: horizon)
  }

  /// The distribution of a standardized return and the number that σ is divided by, or nil outside the domain.
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

/// A distribution, and the standard deviation that the model takes it to have.
struct CornishFisherShape: Sendable, Hashable {
  let distribution: CornishFisher
  let deviation: Double

  /// The edge of the tail of a long position, in standard deviations.
  func lowerEdge(_ probability: Double) -> Double {
    distribution.quantile(of: probability) / deviation
  }

  /// The mean below that quantile, in standard deviations.
  func lowerMean(below probability: Double) -> Double {
    distribution.lowerTailMean(below: probability) / deviation
  }
}

/// The running state of ``CornishFisherModel``; its estimates are never stale.
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

  /// Takes the next return.
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

  /// What was estimated.
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
