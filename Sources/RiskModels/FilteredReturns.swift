internal import Volatility

/// Pairs each return with the variance that was forecast for it.
///
/// Returns of the start-up are held until the first variance is known, then released together.
struct FilteredReturns: Sendable, Equatable {
  private let model: EWMA
  private var filter: ExponentialFilter
  private var early: [Double] = []
  /// The number of returns whose forecast variance was zero and which cannot be standardized.
  private(set) var zeroVariances = 0

  init(_ model: EWMA) {
    self.model = model
    filter = model.makeFilter()
  }

  /// The given decay.
  var decay: Double { model.decay }

  /// The variance forecast of the next return, or nil during the start-up.
  var variance: Double? { filter.variance }

  /// The reason there is no variance yet: too few returns, or zero returns only.
  var startUpError: RiskModelError {
    let required = model.startUp.observations
    return early.count < required
      ? .insufficientHistory(available: early.count, required: required)
      : .noVariation(observations: early.count)
  }

  /// Observes a return and returns those that now have a variance, usually just this one.
  mutating func observe(_ value: Double) -> Batch {
    defer { filter.observe(value) }
    if let variance = filter.variance {
      if variance == 0 { zeroVariances += 1 }
      return Batch(early: [], last: FilteredReturn(value: value, mean: 0, variance: variance))
    }
    early.append(value)
    guard early.count >= model.startUp.observations else { return Batch(early: [], last: nil) }
    var variance = model.startUp.variance(of: early.span)
    guard variance > 0 else { return Batch(early: [], last: nil) }
    let pairs = early.map { earlier in
      defer { variance = model.variance(after: variance, observing: earlier) }
      return FilteredReturn(value: earlier, mean: 0, variance: variance)
    }
    early = []
    zeroVariances += pairs.count { $0.variance == 0 }
    return Batch(early: pairs, last: nil)
  }

  /// A batch of return and variance pairs: the start-up once, then one pair without allocation.
  struct Batch: Sequence, IteratorProtocol {
    let early: [FilteredReturn]
    var last: FilteredReturn?
    var index = 0

    mutating func next() -> FilteredReturn? {
      if index < early.count {
        index += 1
        return early[index - 1]
      }
      defer { last = nil }
      return last
    }
  }
}

/// A return with its forecast mean and variance.
struct FilteredReturn: Hashable, Sendable {
  let value: Double
  let mean: Double
  let variance: Double

  /// The standardized residual (r − m)/σ.
  var residual: Double { (value - mean) / variance.squareRoot() }
}
