/// The configuration of a univariate variance recursion.
public protocol VolatilityModel: Sendable {
  associatedtype Filter: VolatilityFilter

  /// Makes a filter without observations.
  func makeFilter() -> Filter
}

/// The running state of a variance recursion, a value updated with one return at a time.
public protocol VolatilityFilter: Sendable {
  /// The number of returns observed.
  var observationCount: Int { get }

  /// The conditional variance of the next return, or nil during the start-up.
  var variance: Double? { get }

  /// Observes the next return, a decimal fraction in the model's return convention.
  mutating func observe(_ value: Double)
}

/// The rule that sets the first variance h₀ of a recursion from its earliest returns.
public enum StartUp: Hashable, Sendable {
  /// h₀ is the mean square of the first `observations` returns.
  case sample(observations: Int)
  /// h₀ is the mean of the first 75 squared returns with weights 0.94ⁱ, the earliest most.
  case backcast
  /// h₀ is the given variance, in squared units of the returns.
  case variance(Double)

  /// The default rule, the mean square of the first 20 returns.
  public static let sample = StartUp.sample(observations: 20)

  /// The minimum number of returns for the rule; while all are zero, it waits for more.
  public var observations: Int {
    switch self {
    case .sample(let observations): observations
    case .backcast: 75
    case .variance: 0
    }
  }

  /// The first variance h₀ from at least ``observations`` returns.
  public func variance(of returns: Span<Double>) -> Double {
    precondition(
      returns.count >= observations, "Got \(returns.count) returns, needed \(observations)")
    if case .variance(let given) = self { return given }
    let factor = self == .backcast ? 0.94 : 1
    var sum = 0.0
    var weights = 0.0
    var weight = 1.0
    for i in returns.indices {
      sum += weight * returns[i] * returns[i]
      weights += weight
      weight *= factor
    }
    return sum / weights
  }
}
