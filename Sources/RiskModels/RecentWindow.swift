internal import Statistics

/// The last N values of a stream in order of arrival.
struct RecentWindow: Sendable, Equatable {
  /// The capacity N.
  let capacity: Int
  private var ring: [Double] = []
  /// The index of the oldest value of a full window.
  private var oldest = 0

  init(capacity: Int) {
    precondition(capacity >= 1, "A window holds at least one value, not \(capacity)")
    self.capacity = capacity
  }

  var count: Int { ring.count }

  var isFull: Bool { ring.count == capacity }

  /// Appends a value and returns the value dropped from a full window.
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

  /// The values, oldest first, so that sums are bit-identical however the window was filled.
  var chronological: [Double] { Array(ring[oldest...] + ring[..<oldest]) }

  /// Reduces the values, oldest first, without copying them.
  func reduce<Result>(_ start: Result, _ combine: (Result, Double) -> Result) -> Result {
    ring[..<oldest].reduce(ring[oldest...].reduce(start, combine), combine)
  }

  var moments: SampleMoments { SampleMoments(chronological.span) }
}
