internal import Volatility

/// Hands on each return with the variance that the recursion had forecast for it.
///
/// The returns of the start-up wait until the first variance is known, then all come at once.
struct FilteredReturns: Sendable, Equatable {
  struct Pair: Hashable, Sendable {
    let value: Double
    let variance: Double
  }

  private let model: EWMA
  private var filter: EWMAFilter
  private var early: [Double] = []
  /// Returns whose forecast variance was zero: nothing can be divided by it.
  private(set) var zeroVariances = 0

  init(_ model: EWMA) {
    self.model = model
    filter = model.makeFilter()
  }

  /// The variance forecast of the next return, or nil during the start-up.
  var variance: Double? { filter.variance }

  /// Takes the next return and gives those that now have a variance, usually itself alone.
  mutating func observe(_ value: Double) -> [Pair] {
    defer { filter.observe(value) }
    if let variance = filter.variance {
      return [counted(value, variance)]
    }
    early.append(value)
    guard early.count == model.startUp.observations else { return [] }
    var variance = model.startUp.variance(of: early.span)
    let pairs = early.map { earlier in
      defer { variance = model.variance(after: variance, observing: earlier) }
      return Pair(value: earlier, variance: variance)
    }
    early = []
    zeroVariances += pairs.count { $0.variance == 0 }
    return pairs
  }

  private mutating func counted(_ value: Double, _ variance: Double) -> Pair {
    if variance == 0 { zeroVariances += 1 }
    return Pair(value: value, variance: variance)
  }
}
