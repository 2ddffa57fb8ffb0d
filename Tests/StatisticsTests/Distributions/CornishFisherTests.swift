import Foundation
import Statistics
import Testing

/// The cubic of a normal: its domain, its moments and its law.
struct CornishFisherTests {
  private static let largest = 6 * (2.0.squareRoot() - 1)

  /// The kurtosis parameters between which the expansion rises, by the quadratic formula.
  private static func domain(_ s: Double) -> ClosedRange<Double> {
    let b = 216 + 66 * s * s
    let c = 40 * s * s * s * s + 336 * s * s
    let root = max(0, b * b - 108 * c).squareRoot()
    return (b - root) / 54 ... (b + root) / 54
  }

  /// Inside the domain, on a grid that stays clear of its edge by a thousandth.
  private static let inside: [CornishFisher] = (0 ... 12).flatMap { i -> [CornishFisher] in
    let s = largest * 0.98 * Double(i) / 12 * (i % 2 == 0 ? 1 : -1)
    let range = domain(s)
    return (0 ... 12).map { j in
      let share = 0.001 + 0.998 * Double(j) / 12
      return CornishFisher(
        skewnessParameter: s,
        kurtosisParameter: range.lowerBound + share * (range.upperBound - range.lowerBound))
    }
  }

  /// Laws outside the domain: two turns, one turn, a falling cubic.
  private static let outside = [
    CornishFisher(skewnessParameter: -0.8, kurtosisParameter: 0.3),
    CornishFisher(skewnessParameter: 0.5, kurtosisParameter: 1.0 / 3),
    CornishFisher(skewnessParameter: 0.2, kurtosisParameter: 12),
    CornishFisher(skewnessParameter: 0, kurtosisParameter: -1),
    CornishFisher(skewnessParameter: 3, kurtosisParameter: 9),
  ]

  /// ∫ f(z)φ(z)dz by the trapezoidal rule, exact to rounding for polynomials.
  private func mean(_ f: (Double) -> Double) -> Double {
    (-1200 ... 1200).reduce(0) { sum, k in
      let z = Double(k) / 100
      return sum + f(z) * Normal.density(at: z) / 100
    }
  }

  // MARK: - Domain

  /// Published to three decimals.
  @Test(arguments: [(0, 0, 8), (0.5, 0.390, 8.221), (1, 1.569, 8.875), (2, 6.537, 11.24)])
  func theDomainHasThePublishedEdges(s: Double, low: Double, high: Double) {
    for sign in [1.0, -1] {
      func isMonotone(_ k: Double) -> Bool {
        CornishFisher(skewnessParameter: sign * s, kurtosisParameter: k).isMonotone
      }
      #expect(isMonotone(low + 0.006) && isMonotone(high - 0.006))
      #expect(!isMonotone(low - 0.006) && !isMonotone(high + 0.006))
    }
  }

  @Test func theExpansionRisesInsideAndFallsSomewhereOutside() {
    let grid = (-3000 ... 3000).map { Double($0) / 100 }
    for law in Self.inside {
      #expect(law.isMonotone)
      #expect(grid.allSatisfy { law.slope(at: $0) > 0 })
    }
    for law in Self.outside {
      #expect(!law.isMonotone)
      #expect(grid.contains { law.slope(at: $0) < 0 })
    }
  }

  @Test func withoutSkewnessAndKurtosisItIsNormal() {
    let law = CornishFisher(skewnessParameter: 0, kurtosisParameter: 0)
    #expect(law.isMonotone)
    #expect(law.quantile(of: 0.01) == Normal.quantile(of: 0.01))
    #expect(abs(law.lowerTailMean(below: 0.01) + Normal.tailMean(beyond: 0.01)) < 1e-14)
    #expect(abs(law.cumulativeProbability(of: -2) - Normal.cumulativeProbability(of: -2)) < 1e-16)
    #expect(abs(law.logDensity(at: -2) - Normal.logDensity(at: -2)) < 1e-14)
  }

  // MARK: - Moments

  @Test func theMomentsAreThoseOfTheCubic() {
    for law in Self.inside + Self.outside {
      let variance = mean { pow(law.value(at: $0), 2) }
      #expect(abs(mean { law.value(at: $0) }) < 1e-12)
      #expect(abs(law.variance / variance - 1) < 1e-12)
      let third = mean { pow(law.value(at: $0), 3) } / pow(variance, 1.5)
      let fourth = mean { pow(law.value(at: $0), 4) } / pow(variance, 2)
      #expect(abs(law.skewness - third) < 1e-11 * (1 + abs(third)))
      #expect(abs(law.excessKurtosis + 3 - fourth) < 1e-11 * fourth)
    }
  }

  @Test func theParametersAreFoundFromTheMoments() throws {
    for law in Self.inside {
      let found = try #require(
        CornishFisher.matching(skewness: law.skewness, excessKurtosis: law.excessKurtosis))
      // The Jacobian's determinant is at least one: the error is of the order of the gap's.
      #expect(abs(found.skewnessParameter - law.skewnessParameter) < 1e-9)
      #expect(abs(found.kurtosisParameter - law.kurtosisParameter) < 1e-9)
    }
  }

  @Test(arguments: [(3, 5), (5, 30), (0, -2.5), (8, 90), (0, .infinity)])
  func momentsThatNoSampleOrCubicHasAreNotFound(s: Double, k: Double) {
    #expect(CornishFisher.matching(skewness: s, excessKurtosis: k)?.isMonotone != true)
  }

  @Test func aSkewnessWithTooLittleKurtosisIsMatchedOutsideTheDomain() throws {
    let law = try #require(CornishFisher.matching(skewness: 0.5, excessKurtosis: 0.1))
    #expect(!law.isMonotone)
    #expect(abs(law.skewness - 0.5) < 1e-12)
    #expect(abs(law.excessKurtosis - 0.1) < 1e-12)
  }

  // MARK: - Law

  @Test(arguments: [1e-6, 0.001, 0.01, 0.05, 0.3, 0.5])
  func theQuantileInvertsTheDistributionFunction(p: Double) {
    for law in Self.inside + Self.outside {
      let q = law.quantile(of: p)
      let reached = law.cumulativeProbability(of: q)
      let below = law.cumulativeProbability(of: q - 1e-9 * max(1, abs(q)))
      // Near the edge of the domain the slope all but vanishes and the probability jumps.
      #expect(reached >= p * (1 - 1e-6))
      #expect(below <= p)
    }
  }

  /// The quantiles of the rearranged law are those of its values in order (their definition).
  @Test func theRearrangementPutsTheValuesInOrder() {
    let count = 20_001
    for law in Self.outside {
      let values = (0 ..< count).map {
        law.value(at: Normal.quantile(of: (Double($0) + 0.5) / Double(count)))
      }.sorted()
      for p in [0.001, 0.01, 0.05, 0.25] {
        let place = Int(p * Double(count))
        // Between its neighbours by three places: the grid is a midpoint rule of one place.
        #expect(law.quantile(of: p) >= values[place - 3])
        #expect(law.quantile(of: p) <= values[place + 3])
      }
    }
  }

  @Test(arguments: [0.0005, 0.01, 0.25])
  func theTailMeanIsTheMeanOfTheQuantiles(p: Double) {
    for law in Self.inside.filter({ abs($0.skewnessParameter) < 1 }) + Self.outside {
      let steps = law.isMonotone ? 2_000 : 400
      // u = p t³ spreads the nodes towards the tail's end; du = 3 p t² dt.
      let mean = (0 ..< steps).reduce(0.0) { sum, k in
        let t = (Double(k) + 0.5) / Double(steps)
        return sum + 3 * t * t * law.quantile(of: p * t * t * t) / Double(steps)
      }
      let exact = law.lowerTailMean(below: p)
      #expect(abs(mean - exact) < 1e-4 * max(1, abs(exact)))
      #expect(exact <= law.quantile(of: p))
    }
  }

  @Test func theDensityIsTheSlopeOfTheDistributionFunction() {
    for law in [Self.inside[30], Self.outside[0], Self.outside[2]] {
      for x in [-2.5, -0.3, 0.9, 3] {
        let width = 1e-5
        let slope =
          (law.cumulativeProbability(of: x + width) - law.cumulativeProbability(of: x - width))
          / (2 * width)
        #expect(abs(exp(law.logDensity(at: x)) - slope) < 1e-6)
      }
    }
  }
}
