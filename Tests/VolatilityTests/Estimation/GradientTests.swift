import TestSupport
import Testing
import Volatility

/// The slopes that searches follow, against difference quotients.
struct GradientTests {
  private let returns = Series.clustered(250, seed: 20_240_601)

  /// Richardson's quotient of fourth order: (8 (f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / 12h.
  private func quotient(_ step: Double, _ value: (Double) -> Double) -> Double {
    let near = value(step) - value(-step)
    let far = value(2 * step) - value(-2 * step)
    return (8 * near - far) / (12 * step)
  }

  /// Terms of ℓ are rounded to about 1e-16 each and their sum is about 250, so that a quotient with a
  /// step of 1e-4 times the parameter is good to 1e-8 of a slope of about 100.
  @Test(arguments: TestRecursion.all, InnovationFamily.allCases)
  func theGradientIsTheDifferenceQuotient(_ test: TestRecursion, _ innovations: InnovationFamily) {
    for (index, mean) in ConditionalVolatility.Mean.allCases.enumerated() {
      var generator = SeededGenerator(seed: 7 + UInt64(index))
      for presample in [PresampleVariance.sample, .backcast] {
        let model = ConditionalVolatility(
          mean: mean, recursion: test.recursion, innovations: innovations, presample: presample)
        let point =
          mean.parameters(&generator)
          + model.recursionParameters(at: test.coordinates(&generator))
          + innovations.shape(&generator)
        var gradient = [Double](repeating: 0, count: point.count)
        var ignored = gradient
        let value = model.logLikelihood(of: returns, at: point, gradient: &gradient)
        #expect(value.isFinite)
        for i in point.indices {
          // Short where a residual's sign is a kink in the mean.
          let step = i < mean.parameterNames.count ? 1e-5 : 1e-4 * max(0.05, abs(point[i]))
          let expected = quotient(step) { offset in
            var moved = point
            moved[i] += offset
            return model.logLikelihood(of: returns, at: moved, gradient: &ignored)
          }
          #expect(
            isClose(gradient[i], expected, relative: 1e-6, absolute: 1e-6),
            "\(mean) \(presample) \(model.parameterNames[i]) \(gradient[i]) \(expected) \(point)")
        }
      }
    }
  }

  /// Σ sₜ sₜᵀ of one return is the outer product of its slopes; of more it adds up.
  @Test(arguments: TestRecursion.all, InnovationFamily.allCases)
  func scoreProductsAddUpTheSlopesOfEachReturn(
    _ test: TestRecursion, _ innovations: InnovationFamily
  ) {
    // With the presample given, the slopes of the t-th return are those of t less those of t − 1.
    let model = ConditionalVolatility(
      mean: .autoregressive, recursion: test.recursion, innovations: innovations,
      presample: .variance(0.9))
    var generator = SeededGenerator(seed: 3)
    let point =
      model.mean.parameters(&generator)
      + model.recursionParameters(at: test.coordinates(&generator))
      + innovations.shape(&generator)
    let n = point.count
    var expected = [Double](repeating: 0, count: n * n)
    var before = [Double](repeating: 0, count: n)
    for count in 2 ... 40 {
      var gradient = before
      _ = model.logLikelihood(of: Array(returns.prefix(count)), at: point, gradient: &gradient)
      for i in 0 ..< n {
        for j in 0 ..< n {
          expected[i * n + j] += (gradient[i] - before[i]) * (gradient[j] - before[j])
        }
      }
      before = gradient
    }
    let products = model.scoreProducts(of: Array(returns.prefix(40)), at: point)
    for i in 0 ..< n {
      for j in 0 ..< n {
        let scale = (expected[i * n + i] * expected[j * n + j]).squareRoot()
        #expect(
          abs(products[i * n + j] - expected[i * n + j]) <= 1e-11 * scale + 1e-20, "\(i) \(j)")
      }
    }
  }

  @Test(arguments: TestRecursion.all)
  func coordinatesAndParametersAreInverses(_ test: TestRecursion) throws {
    let model = ConditionalVolatility(recursion: test.recursion)
    var generator = SeededGenerator(seed: 11)
    for _ in 0 ..< 50 {
      let parameters = model.recursionParameters(at: test.coordinates(&generator))
      let coordinates = try #require(model.recursionCoordinates(of: parameters))
      for (again, once) in zip(model.recursionParameters(at: coordinates), parameters) {
        #expect(isClose(again, once, relative: 1e-13, absolute: 1e-15), "\(again) \(once)")
      }
    }
  }

  @Test(arguments: TestRecursion.all)
  func theJacobianIsTheDifferenceQuotient(_ test: TestRecursion) {
    let model = ConditionalVolatility(recursion: test.recursion)
    var generator = SeededGenerator(seed: 13)
    for _ in 0 ..< 10 {
      let point = test.coordinates(&generator)
      let jacobian = model.recursionJacobian(at: point)
      for i in point.indices {
        for j in point.indices {
          let expected = quotient(1e-3) { offset in
            var moved = point
            moved[j] += offset
            return model.recursionParameters(at: moved)[i]
          }
          // Products of coordinates: no error but rounding, 1e-16 / 1e-3.
          #expect(abs(jacobian[i * point.count + j] - expected) < 1e-11, "\(i) \(j)")
        }
      }
    }
  }
}
