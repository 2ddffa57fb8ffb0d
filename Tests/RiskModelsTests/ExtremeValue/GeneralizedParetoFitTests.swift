import Glibc
import RiskModels
import Statistics
import TestSupport
import Testing

/// The fits of a generalized Pareto distribution.
struct GeneralizedParetoFitTests {
  /// Excesses of a generalized Pareto distribution, from addressed uniforms.
  static func excesses(_ count: Int, shape: Double, scale: Double, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, identifier: "excesses")
    return (0 ..< count).map { i in
      let u = stream.uniform(path: UInt32(i), step: 0)
      return scale * (shape == 0 ? -log(u) : expm1(-shape * log(u)) / shape)
    }
  }

  /// The likelihood as the density is written, without care for small ξ.
  private func likelihood(_ excesses: [Double], _ shape: Double, _ scale: Double) -> Double {
    excesses.reduce(0) { sum, y in
      let base = 1 + shape * y / scale
      return base > 0 ? sum - log(scale) - (1 / shape + 1) * log(base) : -.infinity
    }
  }

  /// The greatest likelihood on 8,000 points of the profile, and that of the uniform at ξ = −1.
  private func bruteForce(_ excesses: [Double]) -> Double {
    let largest = excesses.max() ?? .nan
    var best = -Double(excesses.count) * log(largest)
    for i in 0 ..< 8000 {
      let theta = expm1(-20 + 35 * (Double(i) + 0.5) / 8000) / largest
      let shape = excesses.reduce(0) { $0 + log1p(theta * $1) } / Double(excesses.count)
      guard shape > -1 && shape < GeneralizedParetoFit.highestShape else { continue }
      best = max(best, likelihood(excesses, shape, shape / theta))
    }
    return best
  }

  @Test(arguments: [-0.9, -0.4, 0, 0.3, 0.8, 1.6], [3, 5, 10, 40, 300])
  func noPointIsLikelier(shape: Double, count: Int) throws {
    for seed in 0 ..< (SlowTests.enabled ? 8 : 1) as Range<UInt64> {
      let sample = Self.excesses(count, shape: shape, scale: 0.013, seed: seed)
      let fit = try GeneralizedParetoFit(sample)
      let reached = try #require(fit.logLikelihood)
      #expect(reached >= bruteForce(sample) - 1e-9 * Double(count), "\(shape) \(count) \(seed)")
    }
  }

  @Test func twoClustersHaveTheirGreatestMaximum() throws {
    // Small excesses and a cluster near the largest: the profile has more than one hill.
    for gap in [1e-2, 1e-4, 1e-7] {
      for near in [2, 5, 20, 60] {
        let small: [Double] = (1 ... 40).map { 0.001 * Double($0) }
        let large: [Double] = (0 ..< near).map { 1 - gap * Double($0) }
        let sample = small + large
        let fit = try GeneralizedParetoFit(sample)
        #expect(try #require(fit.logLikelihood) >= bruteForce(sample) - 1e-7)
      }
    }
  }

  @Test(arguments: [-0.3, 0, 0.4]) func theLikelihoodIsFlatAtTheFit(shape: Double) throws {
    let sample = Self.excesses(200, shape: shape, scale: 2, seed: 5)
    let fit = try GeneralizedParetoFit(sample)
    let errors = (try #require(fit.shapeError), try #require(fit.scaleError))
    let top = likelihood(sample, fit.shape, fit.scale)
    #expect(isClose(try #require(fit.logLikelihood), top, relative: 1e-12))
    // A hundredth of a standard error lowers ℓ by about (0.01)²/2 or more, in every direction.
    for (dx, dy) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)] {
      let there = likelihood(sample, fit.shape + dx * errors.0, fit.scale + dy * errors.1)
      #expect(top - there > 0.9 * 5e-5)
    }
  }

  @Test(arguments: [-0.3, 0.0, 0.4]) func theCovarianceInvertsTheCurvature(shape: Double) throws {
    let sample = Self.excesses(300, shape: shape, scale: 1.5, seed: 6)
    let fit = try GeneralizedParetoFit(sample)
    let c = try #require(fit.covariance)
    let (h, k) = (1e-4, 1e-4)
    func value(_ i: Double, _ j: Double) -> Double {
      likelihood(sample, fit.shape + i * h, fit.scale + j * k)
    }
    let xx = -(value(1, 0) - 2 * value(0, 0) + value(-1, 0)) / (h * h)
    let yy = -(value(0, 1) - 2 * value(0, 0) + value(0, -1)) / (k * k)
    let xy = -(value(1, 1) - value(1, -1) - value(-1, 1) + value(-1, -1)) / (4 * h * k)
    let determinant = xx * yy - xy * xy
    // Second differences of ℓ of about 300 lose nine digits and leave an error of order h².
    #expect(isClose(c.shape, yy / determinant, relative: 1e-3))
    #expect(isClose(c.scale, xx / determinant, relative: 1e-3))
    #expect(isClose(c.shapeScale, -xy / determinant, relative: 1e-3))
  }

  @Test func anExponentialSampleHasAShapeNearZeroWithoutCancellation() throws {
    // The quantiles of an exponential at midpoints, as near to ξ = 0 as a sample gets.
    let sample = (0 ..< 1000).map { -log((Double($0) + 0.5) / 1000) }
    let fit = try GeneralizedParetoFit(sample)
    #expect(abs(fit.shape) < 0.01)
    let errors = (try #require(fit.shapeError), try #require(fit.scaleError))
    // The expected information at ξ = 0 gives 1/√n and √(2/n).
    #expect(isClose(errors.0, 1 / 1000.0.squareRoot(), relative: 0.02))
    #expect(isClose(errors.1, (2 / 1000.0).squareRoot(), relative: 0.02))
  }

  @Test(arguments: TailEstimator.allCases, [1e-12, 1, 1e9])
  func unitsChangeTheScaleAlone(estimator: TailEstimator, unit: Double) throws {
    let sample = Self.excesses(60, shape: 0.3, scale: 1, seed: 9)
    let one = try GeneralizedParetoFit(sample, by: estimator)
    let other = try GeneralizedParetoFit(sample.map { $0 * unit }, by: estimator)
    #expect(isClose(other.shape, one.shape, relative: 1e-9))
    #expect(isClose(other.scale, one.scale * unit, relative: 1e-9))
    let errors = (try #require(one.scaleError), try #require(other.scaleError))
    #expect(isClose(errors.1, errors.0 * unit, relative: 1e-9))
  }

  @Test(arguments: TailEstimator.allCases) func theOrderDoesNotMatter(estimator: TailEstimator)
    throws
  {
    let sample = Self.excesses(60, shape: 0.3, scale: 1, seed: 10)
    let fits = (
      try GeneralizedParetoFit(sample, by: estimator),
      try GeneralizedParetoFit(sample.reversed(), by: estimator)
    )
    #expect(fits.0 == fits.1)
  }

  @Test func anEvenSampleEndsOnTheBoundary() throws {
    let sample = (1 ... 50).map { Double($0) / 50 }
    let fit = try GeneralizedParetoFit(sample)
    #expect(fit.shape == -1)
    #expect(fit.scale == 1)
    #expect(fit.logLikelihood == 0)
    #expect(fit.status == .boundary)
    #expect(fit.covariance == nil)
    // All equal: uniform up to their value.
    let equal = try GeneralizedParetoFit([Double](repeating: 0.02, count: 30))
    #expect(equal.status == .boundary)
    #expect(equal.shape == -1 && equal.scale == 0.02)
  }

  @Test func momentsNeverEndBeforeTheLargestExcess() throws {
    var infeasible = 0
    for seed in 0 ..< 200 as Range<UInt64> {
      let sample = Self.excesses(20, shape: -0.45, scale: 1, seed: seed)
      let fit = try GeneralizedParetoFit(sample, by: .probabilityWeightedMoments)
      let largest = sample.max() ?? .nan
      #expect(fit.shape >= -1)
      #expect(fit.scale + fit.shape * largest >= -1e-12)
      if fit.status == .boundary {
        infeasible += 1
        #expect(fit.covariance == nil)
        #expect(isClose(-fit.scale / fit.shape, largest, relative: 1e-12))
      }
    }
    #expect(infeasible > 0)
  }

  @Test func heavyTailsHaveNoMomentErrors() throws {
    let sample = Self.excesses(400, shape: 0.9, scale: 1, seed: 3)
    let fit = try GeneralizedParetoFit(sample, by: .probabilityWeightedMoments)
    #expect(fit.shape > 0.5)
    #expect(fit.covariance == nil)
  }

  @Test func twoExcessesAreTooFew() {
    #expect(throws: RiskModelError.tooFewExceedances(available: 2, required: 3)) {
      _ = try GeneralizedParetoFit([1, 2])
    }
    for unit in [1e-200, 1e200] {
      #expect(throws: RiskModelError.rangeTooWide) {
        _ = try GeneralizedParetoFit([unit, 2 * unit, 4 * unit])
      }
    }
  }

  @Test func excessesDownToRoundingAreRefused() {
    // Ten decades of excesses: the likelihood has no maximum at any shape below ten.
    let sample = (0 ..< 30).map { exp(-23 * Double($0)) } + [1e-300]
    #expect(throws: RiskModelError.self) { _ = try GeneralizedParetoFit(sample) }
  }

  /// Both estimators are unbiased enough, and their errors are the spread over samples.
  @Test(.enabled(if: SlowTests.enabled), arguments: TailEstimator.allCases, [-0.05, 0.2])
  func theErrorsAreTheSpreadOverSamples(estimator: TailEstimator, shape: Double) throws {
    let replications = 1000
    var shapes: [Double] = []
    var scales: [Double] = []
    var cross = 0.0
    var mean = (shape: 0.0, scale: 0.0, cross: 0.0)
    for seed in 0 ..< UInt64(replications) {
      let sample = Self.excesses(500, shape: shape, scale: 1, seed: 1000 + seed)
      let fit = try GeneralizedParetoFit(sample, by: estimator)
      let c = try #require(fit.covariance)
      shapes.append(fit.shape)
      scales.append(fit.scale)
      cross += (fit.shape - shape) * (fit.scale - 1) / Double(replications)
      mean.shape += c.shape / Double(replications)
      mean.scale += c.scale / Double(replications)
      mean.cross += c.shapeScale / Double(replications)
    }
    // A variance of 1,000 draws has a relative error of √(2/1000): four of them, and a bias of 1/n.
    let allowed = 4 * (2.0 / 1000).squareRoot() + 0.02
    let variances = (
      try #require(SampleMoments(shapes.span).sampleVariance),
      try #require(SampleMoments(scales.span).sampleVariance)
    )
    #expect(abs(variances.0 / mean.shape - 1) < allowed)
    #expect(abs(variances.1 / mean.scale - 1) < allowed)
    #expect(abs(cross / mean.cross - 1) < 1.5 * allowed)
  }
}
