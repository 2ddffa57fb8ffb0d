/// The last N values of a stream, which it also keeps in ascending order.
package struct SortedWindow: Sendable, Equatable {
  /// N.
  package let capacity: Int
  private var ring: [Double] = []
  private var next = 0
  private var sorted = SortedSample()

  package init(capacity: Int) {
    precondition(capacity >= 1, "A window holds at least one value, not \(capacity)")
    self.capacity = capacity
  }

  package var count: Int { ring.count }

  /// The values in ascending order.
  package var ascending: [Double] { sorted.ascending }

  /// The values, oldest first.
  package var chronological: [Double] { Array(ring[next...] + ring[..<next]) }

  package mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    let value = arrival + 0  // −0 becomes +0: equal values have equal bits
    guard ring.count == capacity else {
      ring.append(value)
      sorted.insert(value)
      return
    }
    sorted.replace(ring[next], with: value)
    ring[next] = value
    next = (next + 1) % capacity
  }

  /// Appends all of `values`; an empty window sorts them once.
  package mutating func append(contentsOf values: Span<Double>) {
    guard ring.isEmpty, values.count > 1 else {
      for i in values.indices { append(values[i]) }
      return
    }
    ring.reserveCapacity(capacity)
    for i in max(0, values.count - capacity) ..< values.count { ring.append(values[i] + 0) }
    precondition(ring.allSatisfy(\.isFinite), "A window orders finite values")
    sorted = SortedSample(ring)
  }
}
