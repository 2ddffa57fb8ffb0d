/// The settings for testing one series: alternative, significance level and p-value method.
public struct Inference: Hashable, Sendable {
  /// Which departures count: two-sided for models, `greater` for margins.
  public var alternative: Alternative
  /// The significance level at which a test rejects.
  public var significance: Double
  /// The requested p-value method.
  public var pValues: PValueChoice
  /// The method of the coverage tests, whose exact p-values are fast also in a bootstrap.
  var coveragePValues: PValueChoice
  /// The requested tests; nil for all.
  public var tests: Set<TestName>?
  /// The stream identifier of random draws, usually the instrument.
  public var identifier: String
  /// The random seed.
  public var seed: UInt64

  /// Creates the settings; traps unless 0 < significance < 1.
  public init(
    alternative: Alternative = .twoSided, significance: Double = 0.05,
    pValues: PValueChoice = .recommended, tests: Set<TestName>? = nil, identifier: String = "",
    seed: UInt64 = 1
  ) {
    requireSignificance(significance)
    self.alternative = alternative
    self.significance = significance
    self.pValues = pValues
    coveragePValues = pValues
    self.tests = tests
    self.identifier = identifier
    self.seed = seed
  }
}

/// The requested p-value method if a test offers several.
public enum PValueChoice: Hashable, Sendable {
  /// The method valid in finite samples: exact if available, else simulated with 999 draws.
  ///
  /// A bootstrap that searches numerically in every draw uses fewer and reports the count.
  case recommended
  /// From the asymptotic distribution if there is one; the fastest.
  case asymptotic
  /// From simulated histories under the fitted model, which is re-estimated on each of them; the
  /// recommended method applies to a margin, and if no such history can be simulated.
  case estimationBootstrap(draws: Int)
  /// From the given number of draws under the null hypothesis, even if an exact p-value exists.
  case simulated(draws: Int)

  /// The name with the number of draws, such as `simulated-999`.
  public var name: String {
    switch self {
    case .recommended: "recommended"
    case .asymptotic: "asymptotic"
    case .simulated(let draws): "simulated-\(draws)"
    case .estimationBootstrap(let draws): "estimation-bootstrap-\(draws)"
    }
  }

  /// The number of draws of a test without an exact p-value; nil for the asymptotic method.
  var draws: Int? {
    switch self {
    case .recommended, .estimationBootstrap: 999
    case .asymptotic: nil
    case .simulated(let draws): draws
    }
  }
}
