internal import Volatility

/// Hands on each return with the variance that the recursion had forecast for it.
///
/// The returns of the start-up wait until the first variance is known, then all come at once.
struct FilteredReturns: Sendable, Equatable {
  private let model: EWMA
  private var filter: ExponentialFilter
  private var early: [Double] = []
  /// Returns whose forecast variance was zero: nothing can be divided by it.
  private(set) var zeroVariances = 0

  init(_ model: EWMA) {
    self.model = model
    filter = model.makeFilter()
  }

  /// The decay that was given.
  var decay: Double { model.decay }

  /// The variance forecast of the next return, or nil during the start-up.
  var variance: Double? { filter.variance }

  /// Why there is no variance yet: too few returns, or only zeros.
  var startUpError: RiskModelError {
    let required = model.startUp.observations
    return early.count < required
      ? .insufficientHistory(available: early.count, required: required)
      : .noVariation(observations: early.count)
  }

  /// Takes the next return and hands on those that now have a variance, usually itself alone.
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

  /// The pairs of the start-up, once, and then one pair at a time without an allocation.
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

/// A return with the mean and the variance that were forecast for it.
struct FilteredReturn: Hashable, Sendable {
  let value: Double
  let mean: Double
  let variance: Double

  /// (r − m)/σ.
  var residual: Double { (value - mean) / variance.squareRoot() }
}
