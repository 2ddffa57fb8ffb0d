internal import Statistics

/// The last N values of a stream in order of arrival.
struct RecentWindow: Sendable, Equatable {
  let capacity: Int
  private var ring: [Double] = []
  private var next = 0

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { ring.count }

  mutating func append(_ value: Double) {
    if ring.count < capacity {
      ring.append(value)
    } else {
      ring[next] = value
      next = (next + 1) % capacity
    }
  }

  /// The values, oldest first: an order of its own, so that sums have the same bits however the
  /// window was filled.
  var chronological: [Double] { Array(ring[next...] + ring[..<next]) }

  var moments: SampleMoments { SampleMoments(chronological.span) }
}
