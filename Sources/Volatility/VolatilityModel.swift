/// The recipe of a univariate variance recursion.
public protocol VolatilityModel: Sendable {
  associatedtype Filter: VolatilityFilter

  /// A filter that has seen nothing.
  func makeFilter() -> Filter
}

/// The running state of a variance recursion: a value, fed one return at a time.
public protocol VolatilityFilter: Sendable {
  /// The number of returns seen.
  var observationCount: Int { get }

  /// The conditional variance of the next return, or nil while the start-up rule lacks returns.
  var variance: Double? { get }

  /// Takes the next return, a decimal fraction in the model's convention.
  mutating func observe(_ value: Double)
}

/// How a variance recursion finds its first variance, h₀, from the returns that it starts with.
public enum StartUp: Hashable, Sendable {
  /// h₀ is the mean square of the first `observations` returns.
  case sample(observations: Int)
  /// h₀ weighs the squares of the first 75 returns by 0.94ⁱ, the earliest most.
  case backcast
  /// h₀ is given.
  case variance(Double)

  /// The default: the mean square of the first 20 returns.
  public static let sample = StartUp.sample(observations: 20)

  /// The number of returns that the rule needs at least: while all are zero, it waits for more.
  public var observations: Int {
    switch self {
    case .sample(let observations): observations
    case .backcast: 75
    case .variance: 0
    }
  }

  /// h₀ from ``observations`` returns or more.
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
