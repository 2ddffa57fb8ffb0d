internal import Statistics

/// A Monte Carlo test: the place of an observed statistic among draws from the null hypothesis.
///
///     p = (1 + #{r : Tᵣ ≥ T}) / (B + 1)
///
/// With B draws the test at size α is exact where α(B + 1) is whole and ties do not occur; ties
/// count against the null's rejection, so that it never rejects too often. Draws for which the
/// statistic is not defined are left out and counted: the p-value is given that it is defined.
///
/// - SeeAlso: Dufour (2006), *Journal of Econometrics* 133(2), 443–477,
///   doi:10.1016/j.jeconom.2005.06.007.
struct MonteCarloNull: Sendable {
  /// B, the number of draws.
  let draws: Int
  let seed: UInt64
  /// What the draws are addressed by.
  let identifier: String

  init(draws: Int, seed: UInt64, identifier: String) {
    precondition(draws >= 1, "A Monte Carlo test takes at least one draw, not \(draws)")
    self.draws = draws
    self.seed = seed
    self.identifier = identifier
  }

  /// The p-value of an observed statistic, large values speaking against the null.
  ///
  /// `statistic` answers that of draw r from the stream, nil where the draw does not define one.
  /// Two draws within 10⁻⁸·max(1, T) of the observed value tie with it.
  func pValueResult(
    of observed: Double, _ statistic: (_ stream: RandomStream, _ draw: UInt32) -> Double?
  ) -> PValueResult {
    let stream = RandomStream(seed: seed, identifier: identifier)
    let guardWidth = 1e-8 * max(1, abs(observed))
    var defined = 0
    var atLeast = 0
    var above = 0
    for draw in 0 ..< UInt32(draws) {
      guard let value = statistic(stream, draw) else { continue }
      defined += 1
      if value >= observed - guardWidth { atLeast += 1 }
      if value > observed + guardWidth { above += 1 }
    }
    guard defined > 0 else { return .none(.noDrawDefined) }
    return .simulated(
      Double(1 + atLeast) / Double(defined + 1),
      Simulation(draws: draws, undefinedDraws: draws - defined, above: above, seed: seed))
  }
}

/// What a simulated p-value was made of.
public struct Simulation: Hashable, Sendable {
  /// The number of draws from the null hypothesis.
  public let draws: Int
  /// How many of them did not define the statistic.
  public let undefinedDraws: Int
  /// How many of them were above the observed statistic, not tied with it.
  public let above: Int
  /// The seed that gives the same draws again.
  public let seed: UInt64

  /// A simulation with a number of draws.
  public init(draws: Int, undefinedDraws: Int = 0, above: Int = 0, seed: UInt64) {
    self.draws = draws
    self.undefinedDraws = undefinedDraws
    self.above = above
    self.seed = seed
  }
}
