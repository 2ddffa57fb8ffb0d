internal import Statistics

/// A Monte Carlo test: the rank of the observed statistic among draws from the null hypothesis.
///
///     p = (1 + #{r : Tᵣ ≥ T}) / (B + 1)
///
/// With B draws the test at size α is exact if α(B + 1) is an integer and there are no ties; ties
/// count against rejection, so that the test never rejects too often. Draws for which the statistic
/// is undefined are excluded and counted: the p-value is conditional on the statistic being
/// defined.
///
/// - SeeAlso: Dufour (2006), *Journal of Econometrics* 133(2), 443–477,
///   doi:10.1016/j.jeconom.2005.06.007.
struct MonteCarloNull: Sendable {
  /// B, the number of draws.
  let draws: Int
  let seed: UInt64
  /// The stream identifier of the draws.
  let identifier: String

  init(draws: Int, seed: UInt64, identifier: String) {
    precondition(draws >= 1, "A Monte Carlo test takes at least one draw, not \(draws)")
    self.draws = draws
    self.seed = seed
    self.identifier = identifier
  }

  /// Returns the p-value of an observed statistic whose large values reject the null.
  ///
  /// `statistic` returns the value for one draw of the stream, nil if undefined. Draws within
  /// 10⁻⁸·max(1, T) of the observed value tie with it.
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

/// The draw counts and seed behind a simulated p-value.
public struct Simulation: Hashable, Sendable {
  /// The number of draws from the null hypothesis.
  public let draws: Int
  /// The number of draws with an undefined statistic.
  public let undefinedDraws: Int
  /// The number of draws above the observed statistic, ties excluded.
  public let above: Int
  /// The random seed of the draws.
  public let seed: UInt64

  /// Creates a simulation record.
  public init(draws: Int, undefinedDraws: Int = 0, above: Int = 0, seed: UInt64) {
    self.draws = draws
    self.undefinedDraws = undefinedDraws
    self.above = above
    self.seed = seed
  }
}
