internal import Glibc
internal import RiskMeasures
internal import Statistics

/// The conditional calibration test of Nolde and Ziegel, of value at risk and expected shortfall jointly.
///
///     W₁ = 1{L > VaR} − p,   W₂ = ( VaR + 1{L > VaR}(L − VaR)/p − ES ) / s
///     T = n W̄ᵀ Ω⁻¹ W̄  ~  χ²(2),   Ω = Σ W Wᵀ/n
///     tᵢ = √n W̄ᵢ / √Ωᵢᵢ  ~  N(0, 1)
///
/// Both have mean zero where the forecasts are right, and are positive where they are too low. This is
/// the paper's simple test, its test function the identity, but that W₂ is divided by a scale known
/// beforehand: s = ES by default, so that volatile days do not outweigh the others. The one-sided test joins
/// P(N > t₁) and P(N > t₂) by Hommel's rule, min(1, 3 p₍₁₎, 1½ p₍₂₎), valid however the two depend.
///
/// Ω is the sample's, and small where exceedances are few: of alike forecasts with a single one T = n, its
/// largest value. So the χ² limit rejects 20 % of true forecasts where n = 1,000 at 99 %, and with a simulated
/// p-value, of the right size, T hardly sees shortfalls that are too low by a fifth, of which the one-sided
/// test finds nine in ten.
///
/// - SeeAlso: Nolde and Ziegel (2017), *Annals of Applied Statistics* 11(4), 1833–1874,
///   doi:10.1214/17-AOAS1041; Hommel (1983), *Biometrical Journal* 25(5), 423–430.
public struct NoldeZiegelTest: Hashable, Sendable {
  /// What the second component is divided by.
  public enum Scale: Hashable, Sendable {
    /// Nothing: it has the unit of the losses.
    case one
    /// The forecast shortfall.
    case expectedShortfall
  }

  /// W̄₁: the exceedance rate less p.
  public let meanCoverage: Double
  /// W̄₂: how much shortfalls are too low, as a share of themselves where they are the scale.
  public let meanShortfall: Double
  /// t₁.
  public let coverageScore: Double
  /// t₂.
  public let shortfallScore: Double
  /// T; nil where Ω is singular.
  public let statistic: Double?

  /// The test of a series; nil without usable shortfalls, and without an exceedance, when nothing is known
  /// of the variance of either component.
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

  /// P(χ²(2) ≥ T); nil without T.
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

  /// The sums of a series without exceedances, which those of a draw are corrections of.
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
  /// The result of one series, every h-th forecast alone over several bars.
  ///
  /// T and its degrees of freedom where both sides count; the greater of t₁ and t₂ where only too low
  /// forecasts do. Recommended p-values are simulated under the tail that each pair of forecasts implies.
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

  /// What speaks against the null by being large: T, or −ln of the one-sided p-value.
  private func oneSidedStatistic(_ alternative: Alternative) -> Double? {
    alternative == .twoSided ? statistic : -log(max(oneSidedLimit, .leastNormalMagnitude))
  }
}
