/// The exponentially weighted moving average of squared returns, with mean zero.
///
///     σ²ₜ₊₁ = λ σ²ₜ + (1 − λ) r²ₜ
///
/// The decay λ is given here; ``VarianceRecursion/ewma`` estimates it. The first variance follows a named ``StartUp`` rule; the recursion then
/// runs over all returns, those of the start-up included. A history that begins with zero returns
/// alone has no variance until the price moves.
///
/// - SeeAlso: J.P. Morgan/Reuters (1996), *RiskMetrics Technical Document*, fourth edition.
public struct EWMA: VolatilityModel, Hashable {
  /// λ, in (0, 1).
  public let decay: Double
  /// How the first variance is found.
  public let startUp: StartUp

  /// A recursion with a decay in (0, 1).
  public init(decay: Double, startUp: StartUp = .sample) {
    precondition(decay > 0 && decay < 1, "A decay lies in (0, 1), not \(decay)")
    self.decay = decay
    self.startUp = startUp
  }

  /// A filter that has seen nothing.
  public func makeFilter() -> EWMAFilter { EWMAFilter(self) }

  /// σ²ₜ₊₁ from σ²ₜ and rₜ.
  public func variance(after variance: Double, observing value: Double) -> Double {
    decay * variance + (1 - decay) * value * value
  }
}

/// The running state of an ``EWMA``.
public struct EWMAFilter: VolatilityFilter, Equatable {
  private let model: EWMA
  private var early: EarlyReturns
  /// The number of returns or days observed.
  public private(set) var observationCount = 0
  /// The variance forecast of the next return; nil during the start-up.
  public private(set) var variance: Double?
  /// h₀, the variance that the first return had, once the start-up rule could tell it.
  public private(set) var firstVariance: Double?

  init(_ model: EWMA) {
    self.model = model
    early = EarlyReturns(required: model.startUp.observations)
    if case .variance(let value) = model.startUp {
      variance = value
      firstVariance = value
    }
  }

  /// Takes the next return or day.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let current = variance {
      variance = model.variance(after: current, observing: value)
      return
    }
    if early.append(value) { start() }
  }

  private mutating func start() {
    let first = model.startUp.variance(of: early.values.span)
    guard first > 0 else { return }
    firstVariance = first
    variance = early.values.reduce(first) { model.variance(after: $0, observing: $1) }
    early.forget()
  }
}
