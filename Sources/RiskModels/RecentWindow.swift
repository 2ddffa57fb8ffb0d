internal import Statistics

/// The last N values of a stream in order of arrival.
struct RecentWindow: Sendable, Equatable {
  /// N.
  let capacity: Int
  private var ring: [Double] = []
  /// Where the oldest value of a full window lies.
  private var oldest = 0

  init(capacity: Int) {
    precondition(capacity >= 1, "A window holds at least one value, not \(capacity)")
    self.capacity = capacity
  }

  var count: Int { ring.count }

  var isFull: Bool { ring.count == capacity }

  /// Takes the next value, and answers the one that leaves a full window for it.
  @discardableResult
  mutating func append(_ value: Double) -> Double? {
    guard isFull else {
      ring.append(value)
      return nil
    }
    let leaving = ring[oldest]
    ring[oldest] = value
    oldest = (oldest + 1) % capacity
    return leaving
  }

  /// The values, oldest first: an order of its own, so that sums have the same bits however the
  /// window was filled.
  var chronological: [Double] { Array(ring[oldest...] + ring[..<oldest]) }

  /// Folds the values, oldest first, without a copy of them.
  func reduce<Result>(_ start: Result, _ combine: (Result, Double) -> Result) -> Result {
    ring[..<oldest].reduce(ring[oldest...].reduce(start, combine), combine)
  }

  var moments: SampleMoments { SampleMoments(chronological.span) }
}
