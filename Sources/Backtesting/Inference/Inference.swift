/// How a series of forecasts is tested: against what, how sure, and by which kind of p-value.
public struct Inference: Hashable, Sendable {
  /// Which departures count: two-sided for models, `greater` for margins.
  public var alternative: Alternative
  /// The size at which a test rejects.
  public var significance: Double
  /// The kind of p-value that is wanted.
  public var pValues: PValueChoice
  /// The tests that are wanted; nil for all.
  public var tests: Set<TestName>?
  /// What draws are addressed by, with ``seed``: the instrument, as a rule.
  public var identifier: String
  /// The seed of all draws.
  public var seed: UInt64

  /// An inference; traps unless 0 < significance < 1.
  public init(
    alternative: Alternative = .twoSided, significance: Double = 0.05,
    pValues: PValueChoice = .recommended, tests: Set<TestName>? = nil, identifier: String = "",
    seed: UInt64 = 1
  ) {
    requireSignificance(significance)
    self.alternative = alternative
    self.significance = significance
    self.pValues = pValues
    self.tests = tests
    self.identifier = identifier
    self.seed = seed
  }
}

/// The kind of p-value that is wanted where a test offers several.
public enum PValueChoice: Hashable, Sendable {
  /// What holds in finite samples: exact where there is an exact one, else simulated by 999 draws.
  ///
  /// A bootstrap that searches in every draw takes fewer, and says how many.
  case recommended
  /// From the limiting distribution wherever there is one; the fastest.
  case asymptotic
  /// From a number of simulated histories under the fitted model, on each of which it is re-estimated;
  /// the recommended method for a margin, and if no such history can be simulated.
  case estimationBootstrap(draws: Int)
  /// From a number of draws under the null hypothesis, even if an exact p-value exists.
  case simulated(draws: Int)

  /// Its name, the draws behind it: `simulated-999`.
  public var name: String {
    switch self {
    case .recommended: "recommended"
    case .asymptotic: "asymptotic"
    case .simulated(let draws): "simulated-\(draws)"
    case .estimationBootstrap(let draws): "estimation-bootstrap-\(draws)"
    }
  }

  /// The draws of a test that has no exact p-value; nil where the limiting distribution is wanted.
  var draws: Int? {
    switch self {
    case .recommended, .estimationBootstrap: 999
    case .asymptotic: nil
    case .simulated(let draws): draws
    }
  }
}
