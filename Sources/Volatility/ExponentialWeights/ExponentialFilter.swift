/// The running state of an ``AsymmetricEWMA`` or ``EWMA``.
///
/// An ``EWMA`` is the case of zero leverage, bit for bit.
public struct ExponentialFilter: VolatilityFilter, Equatable {
  private let model: AsymmetricEWMA
  private var early: EarlyReturns
  /// The number of returns observed.
  public private(set) var observationCount = 0
  /// The variance forecast of the next return, or nil during the start-up.
  public private(set) var variance: Double?
  /// The variance h₀ of the first return, once the start-up rule determines it.
  public private(set) var firstVariance: Double?

  init(_ model: AsymmetricEWMA) {
    self.model = model
    early = EarlyReturns(required: model.startUp.observations)
    if case .variance(let value) = model.startUp {
      variance = value
      firstVariance = value
    }
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let current = variance {
      variance = model.variance(after: current, observing: value)
    } else if early.append(value) {
      start()
    }
  }

  private mutating func start() {
    let first = model.startUp.variance(of: early.values.span)
    guard first > 0 else { return }
    firstVariance = first
    variance = early.values.reduce(first) { model.variance(after: $0, observing: $1) }
    early.forget()
  }
}
