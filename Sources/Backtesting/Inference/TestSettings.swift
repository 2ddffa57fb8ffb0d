/// The settings for testing several series: tests, p-value method and significance level.
public struct TestSettings: Hashable, Sendable {
  /// The significance level at which a test rejects.
  public var significance: Double
  /// The requested p-value method.
  public var pValues: PValueChoice
  /// The requested tests, which also decide rejection.
  ///
  /// Nil for all, of which the coverage tests decide.
  public var tests: Set<TestName>?
  /// The random seed of simulated p-values.
  public var seed: UInt64

  /// Creates settings, by default all tests at 5 % with recommended p-values.
  ///
  /// Traps unless 0 < significance < 1.
  public init(
    significance: Double = 0.05, pValues: PValueChoice = .recommended,
    tests: Set<TestName>? = nil, seed: UInt64 = 1
  ) {
    requireSignificance(significance)
    self.significance = significance
    self.pValues = pValues
    self.tests = tests
    self.seed = seed
  }
}
