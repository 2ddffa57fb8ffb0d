internal import Glibc

/// A weighted mean of EWMA variances with short to long memory, with zero mean.
///
///     σ²ₜ₊₁ = Σₖ wₖ σ²ₖ,ₜ₊₁,   σ²ₖ,ₜ₊₁ = μₖ σ²ₖ,ₜ + (1 − μₖ) r²ₜ,   μₖ = e^(−1/τₖ)
///     τₖ = τ₁ ρᵏ⁻¹,  k = 1 … kmax,   wₖ ∝ 1 − ln τₖ / ln τ₀,   Σₖ wₖ = 1
///
/// The weights fall with the logarithm of the memory, so the forecast decays slowly, as volatility
/// does. No parameter is estimated. With the defaults the longest memory is 362 bars; a memory of
/// 512 bars takes a fifteenth component. A history that starts with zero returns only has no
/// variance until the price moves.
///
/// - SeeAlso: Zumbach (2007), *The RiskMetrics 2006 methodology*, RiskMetrics Group.
public struct RiskMetrics2006: VolatilityModel, Hashable {
  /// The start-up rule of the components; the recursions then run over all returns.
  public enum Start: Hashable, Sendable {
    /// All components start from the same h₀.
    case common(StartUp)
    /// Each component starts from squared returns with weights μₖⁱ, the earliest heaviest.
    ///
    /// It uses up to `observations` returns, while μₖⁱ exceeds 0.01. Python's arch has the same
    /// rule, with up to 1,667 returns.
    case backcast(observations: Int)
  }

  /// The cutoff memory τ₀, in bars, at which the weight is zero.
  public let longestMemory: Double
  /// The memory τ₁ of the first component, in bars.
  public let shortestMemory: Double
  /// The number of components, kmax.
  public let componentCount: Int
  /// The ratio ρ of a component's memory to the previous one's.
  public let ratio: Double
  /// The start-up rule for the first variances.
  public let start: Start

  /// Creates a model with 0 < τ₁, ρ > 1 and τ₁ ρᵏᵐᵃˣ⁻¹ < τ₀.
  public init(
    longestMemory: Double = 1560, shortestMemory: Double = 4, componentCount: Int = 14,
    ratio: Double = 2.0.squareRoot(), start: Start = .common(.sample)
  ) {
    precondition(componentCount >= 1, "\(componentCount) components")
    precondition(shortestMemory > 0 && ratio > 1, "τ₁ = \(shortestMemory), ρ = \(ratio)")
    let longest = shortestMemory * pow(ratio, Double(componentCount - 1))
    precondition(
      longest < longestMemory && longestMemory > 1, "τ up to \(longest), τ₀ = \(longestMemory)")
    self.longestMemory = longestMemory
    self.shortestMemory = shortestMemory
    self.componentCount = componentCount
    self.ratio = ratio
    self.start = start
  }

  /// The memories τₖ in bars, ascending.
  public var memories: [Double] {
    (0 ..< componentCount).map { shortestMemory * pow(ratio, Double($0)) }
  }

  /// The decays μₖ, in the order of ``memories``.
  public var decays: [Double] { memories.map { exp(-1 / $0) } }

  /// The weights wₖ, in the order of ``memories``; they sum to 1.
  public var weights: [Double] {
    let raw = memories.map { 1 - log($0) / log(longestMemory) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  /// Makes a filter without observations.
  public func makeFilter() -> RiskMetrics2006Filter { RiskMetrics2006Filter(self) }
}

extension RiskMetrics2006.Start {
  /// The minimum number of returns for the start-up rule.
  var observations: Int {
    switch self {
    case .common(let rule): rule.observations
    case .backcast(let observations): max(1, observations)
    }
  }

  /// The first variance h₀ of a component with this decay.
  func variance(of returns: Span<Double>, decay: Double) -> Double {
    switch self {
    case .common(let rule): return rule.variance(of: returns)
    case .backcast:
      let count = max(1, min(Int((log(0.01) / log(decay)).rounded(.down)), returns.count))
      var sum = 0.0
      var weights = 0.0
      var weight = 1.0
      for i in 0 ..< count {
        sum += weight * returns[i] * returns[i]
        weights += weight
        weight *= decay
      }
      return sum / weights
    }
  }
}

/// The running state of a ``RiskMetrics2006``.
public struct RiskMetrics2006Filter: VolatilityFilter, Equatable {
  private let model: RiskMetrics2006
  private let decays: [Double]
  private let weights: [Double]
  private var early: EarlyReturns
  /// The variance σ²ₖ of the next return, shortest memory first; empty during start-up.
  public private(set) var components: [Double] = []
  /// The number of returns observed.
  public private(set) var observationCount = 0
  /// The variance forecast of the next return, or nil during the start-up.
  public private(set) var variance: Double?

  init(_ model: RiskMetrics2006) {
    self.model = model
    decays = model.decays
    weights = model.weights
    early = EarlyReturns(required: model.start.observations)
    if case .common(.variance(let value)) = model.start {
      components = Array(repeating: value, count: decays.count)
      variance = mixed
    }
  }

  /// Observes the next return, in O(kmax).
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if !components.isEmpty {
      advance(value)
    } else if early.append(value) {
      begin()
    } else {
      return
    }
    let mixed = mixed
    variance = mixed > 0 ? mixed : nil
  }

  private mutating func advance(_ value: Double) {
    for k in components.indices {
      components[k] = decays[k] * components[k] + (1 - decays[k]) * value * value
    }
  }

  private mutating func begin() {
    let returns = early.values
    components = decays.map { model.start.variance(of: returns.span, decay: $0) }
    for value in returns { advance(value) }
    early.forget()
  }

  private var mixed: Double {
    var sum = 0.0
    for k in components.indices { sum += weights[k] * components[k] }
    return sum
  }
}
