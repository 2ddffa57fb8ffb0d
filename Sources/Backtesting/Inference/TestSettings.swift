/// How many series are tested alike: which tests, by which p-values, at which size.
public struct TestSettings: Hashable, Sendable {
  /// The probability at which a test rejects.
  public var significance: Double
  /// The kind of p-values that are wanted.
  public var pValues: PValueChoice
  /// The tests that are wanted, and that decide; nil for all, of which those of coverage decide.
  public var tests: Set<TestName>?
  /// The seed of simulated p-values.
  public var seed: UInt64

  /// All tests at 5 % by recommended p-values, unless said otherwise; traps unless 0 < significance < 1.
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
