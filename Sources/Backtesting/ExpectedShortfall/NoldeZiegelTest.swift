internal import Glibc
internal import RiskMeasures
internal import Statistics

/// The Nolde–Ziegel conditional calibration test of value at risk and expected shortfall jointly.
///
///     W₁ = 1{L > VaR} − p,   W₂ = ( VaR + 1{L > VaR}(L − VaR)/p − ES ) / s
///     T = n W̄ᵀ Ω⁻¹ W̄  ~  χ²(2),   Ω = Σ W Wᵀ/n
///     tᵢ = √n W̄ᵢ / √Ωᵢᵢ  ~  N(0, 1)
///
/// Both components have mean zero if the forecasts are correct and are positive if they are too
/// low. This is the paper's simple test, with the identity as test function, except that W₂ is
/// divided by a predictable scale: s = ES by default, so that volatile days do not outweigh the
/// others. The one-sided test combines P(N > t₁) and P(N > t₂) by Hommel's rule, min(1, 3 p₍₁₎, 1½
/// p₍₂₎), which is valid under any dependence.
///
/// Ω is estimated from the sample and is small when exceedances are few: for constant forecasts
/// with a single exceedance T = n, its maximum. The χ² limit therefore rejects 20 % of true
/// forecasts where n = 1,000 at 99 %. With a simulated p-value, which has the correct size, T has
/// almost no power against shortfalls that are too low by a fifth, of which the one-sided test
/// detects nine in ten.
///
/// - SeeAlso: Nolde and Ziegel (2017), *Annals of Applied Statistics* 11(4), 1833–1874,
///   doi:10.1214/17-AOAS1041; Hommel (1983), *Biometrical Journal* 25(5), 423–430.
public struct NoldeZiegelTest: Hashable, Sendable {
  /// The divisor of the second component.
  public enum Scale: Hashable, Sendable {
    /// No scaling: the component has the unit of the losses.
    case one
    /// The expected shortfall forecast.
    case expectedShortfall
  }

  /// W̄₁: the exceedance rate minus p.
  public let meanCoverage: Double
  /// W̄₂: the mean underestimation of shortfalls, as a fraction of the shortfall if that is the
  /// scale.
  public let meanShortfall: Double
  /// t₁, the score of coverage.
  public let coverageScore: Double
  /// t₂, the score of the shortfall.
  public let shortfallScore: Double
  /// T, the joint statistic; nil if Ω is singular.
  public let statistic: Double?

  /// Tests a series.
  ///
  /// Nil without usable shortfalls, or without an exceedance, since the variances cannot be
  /// estimated then.
  public init?(_ series: ForecastSeries, scale: Scale = .expectedShortfall) {
    guard let components = Components(series, scale: scale) else { return nil }
    self.init(components, components.observed)
  }

  private init?(_ components: Components, _ exceedances: [(index: Int, loss: Double)]) {
    guard !exceedances.isEmpty else { return nil }
    let sums = components.sums(exceedances)
    let n = Double(components.series.count)
    meanCoverage = sums.first / n
    meanShortfall = sums.second / n
    guard sums.firstSquares > 0, sums.secondSquares > 0 else { return nil }
    coverageScore = sums.first / sums.firstSquares.squareRoot()
    shortfallScore = sums.second / sums.secondSquares.squareRoot()
    guard shortfallScore.isFinite else { return nil }
    let determinant = sums.firstSquares * sums.secondSquares - sums.products * sums.products
    statistic =
      determinant > 1e-12 * sums.firstSquares * sums.secondSquares
      ? (sums.first * sums.first * sums.secondSquares
        - 2 * sums.first * sums.second * sums.products
        + sums.second * sums.second * sums.firstSquares) / determinant
      : nil
  }

  /// The asymptotic two-sided p-value, P(χ²(2) ≥ T); nil without T.
  public var limit: Double? {
    statistic.map { ChiSquared(degreesOfFreedom: 2).survival(of: $0) }
  }

  /// The one-sided p-value: min(1, 3 p₍₁₎, 1½ p₍₂₎) of P(N > tᵢ).
  public var oneSidedLimit: Double {
    let (a, b) = (Normal.survival(of: coverageScore), Normal.survival(of: shortfallScore))
    return min(1, 3 * min(a, b), 1.5 * max(a, b))
  }
}

// MARK: - The components

extension NoldeZiegelTest {
  private struct Sums {
    var first = 0.0
    var second = 0.0
    var firstSquares = 0.0
    var secondSquares = 0.0
    var products = 0.0

    mutating func add(_ a: Double, _ b: Double, sign: Double = 1) {
      first += sign * a
      second += sign * b
      firstSquares += sign * a * a
      secondSquares += sign * b * b
      products += sign * a * b
    }
  }

  /// The sums of a series without exceedances, to which each draw adds its corrections.
  private struct Components {
    let series: ForecastSeries
    private let scales: [Double]
    private let covered: [Double]
    private let base: Sums

    init?(_ series: ForecastSeries, scale: Scale) {
      guard series.shortfallIneligibility == nil, let shortfalls = series.expectedShortfalls,
        series.losses.allSatisfy(\.isFinite), series.valuesAtRisk.allSatisfy(\.isFinite)
      else { return nil }
      self.series = series
      let scales = scale == .one ? shortfalls.map { _ in 1 } : shortfalls
      self.scales = scales
      covered = shortfalls.indices.map { (series.valuesAtRisk[$0] - shortfalls[$0]) / scales[$0] }
      var base = Sums()
      for value in covered { base.add(-series.level.tailProbability, value) }
      self.base = base
    }

    var observed: [(index: Int, loss: Double)] { series.exceedances }

    func sums(_ exceedances: [(index: Int, loss: Double)]) -> Sums {
      let p = series.level.tailProbability
      var sums = base
      for (index, loss) in exceedances {
        let excess = (loss - series.valuesAtRisk[index]) / (p * scales[index])
        sums.add(-p, covered[index], sign: -1)
        sums.add(1 - p, covered[index] + excess)
      }
      return sums
    }
  }
}

// MARK: - The result

extension NoldeZiegelTest {
  /// Returns the result for one series, from every h-th forecast if the horizon is h > 1 bars.
  ///
  /// The statistic is T with its degrees of freedom in the two-sided test, and the greater of t₁
  /// and t₂ in the one-sided test. Recommended p-values are simulated under the tail implied by
  /// each pair of forecasts.
  public static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let blocks = series.nonOverlapping
    let components = Components(blocks, scale: .expectedShortfall)
    let test = components.flatMap { NoldeZiegelTest($0, $0.observed) }
    let isTwoSided = inference.alternative == .twoSided
    let statistic =
      isTwoSided
      ? test?.statistic : test.map { max($0.coverageScore, $0.shortfallScore) }
    return TestResult(
      .noldeZiegel, statistic: statistic,
      degreesOfFreedom: isTwoSided && statistic != nil ? 2 : nil,
      alternative: inference.alternative, significance: inference.significance,
      horizon: series.horizon,
      null: inference.pValues.draws == nil ? .parametersKnown : .impliedTail,
      overlap: .nonOverlappingBlocks
    ) {
      if let refusal = blocks.shortfallIneligibility { return .none(refusal) }
      guard let components else { return .none(.expectedShortfallUnusable) }
      guard let test else {
        return .none(components.observed.isEmpty ? .noExceedances : .expectedShortfallUnusable)
      }
      guard let observed = test.oneSidedStatistic(inference.alternative) else {
        return .none(.singularSample)
      }
      guard let draws = inference.pValues.draws else {
        let limit = isTwoSided ? test.limit : test.oneSidedLimit
        return limit.map { .pValue($0, .asymptotic, attainedSize: nil) } ?? .none(.singularSample)
      }
      guard let losses = ImpliedLosses(blocks) else { return .none(.expectedShortfallUnusable) }
      return MonteCarloNull(
        draws: draws, seed: inference.seed,
        identifier: "\(inference.identifier) \(TestName.noldeZiegel.rawValue)"
      ).pValueResult(of: observed) { stream, draw in
        NoldeZiegelTest(components, losses.draw(stream, draw))
          .flatMap { $0.oneSidedStatistic(inference.alternative) }
      }
    }
  }

  /// The statistic whose large values reject: T, or −ln of the one-sided p-value.
  private func oneSidedStatistic(_ alternative: Alternative) -> Double? {
    alternative == .twoSided ? statistic : -log(max(oneSidedLimit, .leastNormalMagnitude))
  }
}
