internal import Glibc
public import Instruments
internal import MarketData
public import RiskMeasures
public import Statistics

/// The sample of returns behind the moments of a Cornish–Fisher distribution.
struct CornishFisherSample: Sendable, Equatable {
  let values: [Double]
  let moments: SampleMoments
}

/// A simple return or a difference μ + σX/d over the horizon, X Cornish–Fisher with standard deviation d.
public struct CornishFisherReturns: PredictedReturns, Equatable {
  private let model: CornishFisherModel
  private let shape: CornishFisherShape
  private let sample: CornishFisherSample
  private let bars: Double
  /// The mean μ over the horizon.
  public let mean: Double
  /// The standard deviation σ over the horizon.
  public let standardDeviation: Double

  init(
    _ model: CornishFisherModel, _ shape: CornishFisherShape, _ sample: CornishFisherSample,
    over horizon: Horizon
  ) {
    self.model = model
    self.shape = shape
    self.sample = sample
    bars = Double(horizon.bars)
    mean = sample.moments.mean * bars
    standardDeviation = (sample.moments.populationVariance * bars).squareRoot()
  }

  /// The distribution of the standardized return.
  public var distribution: CornishFisher { shape.distribution }

  /// The multiplier of X.
  private var scale: Double { standardDeviation / shape.deviation }

  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    let p = level.tailProbability
    return side == .long
      ? mean + scale * distribution.quantile(of: p)
      : mean - scale * distribution.mirrored.quantile(of: p)
  }

  /// The expected shortfall, in closed form for a linear contract.
  ///
  /// A simple return can reach −100 %, so a long inverse contract has no finite mean. For a short
  /// one the bounded loss 1 − 1/(1 + R) is integrated over the tail probability.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let p = level.tailProbability
    switch (contract, side) {
    case (.linear, .long): return -mean - scale * distribution.lowerTailMean(below: p)
    case (.linear, .short): return mean - scale * distribution.mirrored.lowerTailMean(below: p)
    case (.inverse, .long): return .infinity
    case (.inverse, .short):
      guard tailReturn(for: side, at: level) > -1 else { return -.infinity }
      let mirrored = distribution.mirrored
      // u = p e⁻ʷ runs over the tail; its measure is p e⁻ʷ dw.
      let growth = HalfLineQuadrature.integrate { w in
        guard w < 600 else { return 0 }
        return exp(-w) / (1 + mean - scale * mirrored.quantile(of: p * exp(-w)))
      }
      return 1 - growth
    }
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    distribution.cumulativeProbability(of: (r - mean) / scale)
  }

  /// The log density ln f(r) of a simple return, or nil if there is none.
  public func logDensity(of r: Double) -> Double? {
    distribution.logDensity(at: (r - mean) / scale) - log(scale)
  }

  /// The standard deviation σ√var X/d, which is the sample's if the parameters are solved.
  public var volatility: Double { scale * distribution.variance.squareRoot() }

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool { model.returnConvention == .simple }

  /// A warning if the quantiles were rearranged.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    guard !distribution.isMonotone else { return [] }
    return [
      DistributionWarning(
        code: "cornish-fisher-rearranged",
        message: "the expansion does not rise everywhere, and its quantiles were put in order")
    ]
  }

  // MARK: - Errors

  /// The two-sided normal interval by the delta method.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    guard distribution.isMonotone else { return TailInterval(unavailable: .rearranged) }
    guard let error = tailStandardError(for: side, at: level) else {
      return TailInterval(unavailable: .boundary)
    }
    let center = tailReturn(for: side, at: level)
    let reach = Normal.quantile(of: 0.975) * error * (side == .long ? 1 : -1)
    return TailInterval(inner: center + reach, outer: center - reach)
  }

  /// The delta-method error √(Σ IFᵢ²)/n from each return's influence on the quantile μ + σ e(s, k).
  ///
  ///     IF = σ [ hu + √h ( e(u² − 1)/2 + e_s IF_s + e_k IF_k ) ],  u = (r − r̄)/σ
  ///     IF_s = u³ − s − 3u − 3s(u² − 1)/2
  ///     IF_k = u⁴ − κ − 4su − 2κ(u² − 1),  κ = k + 3
  ///
  /// e is the quantile in standard deviations, and e_s and e_k are its derivatives by skewness and
  /// kurtosis. The returns are assumed independent. Nil if the distribution is rearranged or at the
  /// boundary of its domain.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    error(of: { $0.lowerEdge(level.tailProbability) }, for: side)
  }

  /// The delta-method error of the expected shortfall, for a linear contract.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard contract == .linear else {
      return ShortfallUncertainty(unavailable: .noShortfallError)
    }
    guard distribution.isMonotone else { return ShortfallUncertainty(unavailable: .rearranged) }
    let p = level.tailProbability
    guard let error = error(of: { $0.lowerMean(below: p) }, for: side) else {
      return ShortfallUncertainty(unavailable: .boundary)
    }
    return ShortfallUncertainty(
      of: tailMeanLoss(of: contract, for: side, at: level), standardError: error)
  }

  /// The error of μ + σ e(s, k), where e is a lower-tail point in standard deviations.
  private func error(of point: (CornishFisherShape) -> Double, for side: Side) -> Double? {
    guard distribution.isMonotone, let s = sample.moments.skewness,
      let kappa = sample.moments.kurtosis,
      let edge = edge(s, kappa - 3, side, point), let slopes = slopes(s, kappa - 3, side, point)
    else { return nil }
    let deviation = sample.moments.populationVariance.squareRoot()
    let root = bars.squareRoot()
    var sum = 0.0
    for value in sample.values {
      let u = (value - sample.moments.mean) / deviation
      let square = u * u
      let ofSkewness = u * square - s - 3 * u - 1.5 * s * (square - 1)
      let ofKurtosis = square * square - kappa - 4 * s * u - 2 * kappa * (square - 1)
      let influence =
        bars * u
        + root * (edge * (square - 1) / 2 + slopes.s * ofSkewness + slopes.k * ofKurtosis)
      sum += influence * influence
    }
    return deviation * sum.squareRoot() / Double(sample.values.count)
  }

  /// The point in standard deviations as a function of the moments, or nil outside the domain.
  private func edge(
    _ skewness: Double, _ excessKurtosis: Double, _ side: Side,
    _ point: (CornishFisherShape) -> Double
  ) -> Double? {
    let sign: Double = side == .long ? 1 : -1
    guard
      let shape = model.shape(skewness: sign * skewness, excessKurtosis: excessKurtosis),
      shape.distribution.isMonotone
    else { return nil }
    return sign * point(shape)
  }

  /// The central differences of the point, with a relative error of the order of the squared step.
  private func slopes(
    _ s: Double, _ k: Double, _ side: Side, _ point: (CornishFisherShape) -> Double
  ) -> (s: Double, k: Double)? {
    let width = 1e-4
    guard let right = edge(s + width, k, side, point), let left = edge(s - width, k, side, point),
      let up = edge(s, k + width, side, point), let down = edge(s, k - width, side, point)
    else { return nil }
    return ((right - left) / (2 * width), (up - down) / (2 * width))
  }
}
