import TestSupport
import Testing
import Volatility

/// The second derivatives that a Newton search follows, against difference quotients of the slopes.
struct CurvatureTests {
  private let returns = Series.clustered(250, seed: 20_240_601)

  private func model(
    _ recursion: GARCH, _ mean: ConditionalVolatility.Mean, _ presample: PresampleVariance
  ) -> ConditionalVolatility {
    ConditionalVolatility(mean: mean, recursion: .garch(recursion), presample: presample)
  }

  /// A quotient of fourth order over 1e-4 of a parameter is good to 1e-8 of the slopes' size, and second
  /// derivatives are compared on the scale of their diagonal.
  @Test(arguments: [GARCH(), .gjr], [ConditionalVolatility.Mean.zero, .constant])
  func theyAreTheQuotientsOfTheSlopes(
    _ recursion: GARCH, _ mean: ConditionalVolatility.Mean
  ) throws {
    for presample in [PresampleVariance.sample, .backcast, .variance(0.8)] {
      let model = model(recursion, mean, presample)
      let point =
        (mean == .zero ? [] : [0.03]) + [0.05, 0.06]
        + (recursion == .gjr ? [0.07] : []) + [0.82]
      let n = point.count
      let found = try #require(model.secondDerivatives(of: returns, at: point))
      for i in 0 ..< n {
        // Short enough that the mean passes no residual, whose sign bends GJR's slopes.
        let step = model.parameterNames[i] == "mu" ? 1e-6 : 1e-4 * point[i]
        let slopes = [-2, -1, 1, 2].map { (multiple: Double) in
          var moved = point
          moved[i] += multiple * step
          var gradient = [Double](repeating: 0, count: n)
          _ = model.logLikelihood(of: returns, at: moved, gradient: &gradient)
          return gradient
        }
        for j in 0 ..< n {
          let near = 8 * (slopes[2][j] - slopes[1][j])
          let quotient = (near - (slopes[3][j] - slopes[0][j])) / (12 * step)
          let scale = abs(found[i * n + i] * found[j * n + j]).squareRoot()
          #expect(
            abs(found[i * n + j] - quotient) <= 1e-6 * scale,
            "\(presample) \(model.parameterNames[i]) \(model.parameterNames[j])")
          #expect(abs(found[i * n + j] - found[j * n + i]) <= 1e-12 * scale)
        }
      }
    }
  }

  @Test func onlyTheFirstOrderOfSquaresWithNormalInnovationsHasThem() {
    let point = [0.0, 0.05, 0.06, 0.82]
    #expect(
      model(GARCH(power: .absolute), .constant, .sample)
        .secondDerivatives(of: returns, at: point) == nil)
    #expect(
      model(GARCH(p: 2, q: 1), .zero, .sample)
        .secondDerivatives(of: returns, at: [0.05, 0.03, 0.03, 0.8]) == nil)
    #expect(
      ConditionalVolatility(mean: .zero, innovations: .studentT)
        .secondDerivatives(of: returns, at: point) == nil)
  }

  /// Second differences of Σ gᵢ pᵢ(c), p linear in each coordinate alone, so that only the mixed
  /// ones count and a quotient over any step is exact but for rounding.
  @Test(arguments: [GARCH(), .gjr])
  func coordinatesBendAsTheirQuotients(_ recursion: GARCH) throws {
    let model = model(recursion, .zero, .sample)
    let coordinates = [0.05, 0.9, 0.2] + (recursion == .gjr ? [0.3] : [])
    let slopes = [0.7, -1.3, 2.1, 0.4].prefix(coordinates.count)
    let found = try #require(
      model.coordinateCurvature(of: Array(slopes), at: coordinates))
    func value(_ i: Int, _ a: Double, _ j: Int, _ b: Double) -> Double {
      var moved = coordinates
      moved[i] += a
      moved[j] += b
      return zip(slopes, model.recursionParameters(at: moved)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let n = coordinates.count
    for i in 0 ..< n {
      for j in 0 ..< n where i != j {
        let step = 0.01
        let quotient =
          (value(i, step, j, step) - value(i, step, j, -step) - value(i, -step, j, step)
            + value(i, -step, j, -step)) / (4 * step * step)
        #expect(abs(found[i * n + j] - quotient) < 1e-11, "\(i) \(j)")
      }
      #expect(found[i * n + i] == 0)
    }
  }
}
