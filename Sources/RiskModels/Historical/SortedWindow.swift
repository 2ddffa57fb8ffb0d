/// The last N values of a stream, in order of arrival and in ascending order.
///
/// A value enters and an old one leaves in O(N) moves and O(log N) comparisons.
package struct SortedWindow: Sendable, Equatable {
  /// N.
  package let capacity: Int
  private var ring: [Double] = []
  private var next = 0
  /// The values in ascending order.
  package private(set) var ascending: [Double] = []

  package init(capacity: Int) {
    precondition(capacity >= 1, "A window holds at least one value, not \(capacity)")
    self.capacity = capacity
  }

  package var count: Int { ring.count }

  /// The values in order of arrival.
  package var chronological: [Double] { Array(ring[next...] + ring[..<next]) }

  package mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    let value = arrival + 0  // −0 becomes +0: equal values have equal bits
    guard ring.count == capacity else {
      ring.append(value)
      ascending.insert(value, at: lowerBound(of: value))
      return
    }
    let old = ring[next]
    ring[next] = value
    next = (next + 1) % capacity
    replace(old, with: value)
  }

  /// Appends all of `values`, sorting once where that is less work.
  package mutating func append(contentsOf values: Span<Double>) {
    guard ring.isEmpty, values.count > 1 else {
      for i in values.indices { append(values[i]) }
      return
    }
    let start = max(0, values.count - capacity)
    ring.reserveCapacity(capacity)
    for i in start ..< values.count { ring.append(values[i] + 0) }
    precondition(ring.allSatisfy(\.isFinite), "A window orders finite values")
    ascending = ring.sorted()
  }

  private mutating func replace(_ old: Double, with new: Double) {
    var hole = lowerBound(of: old)
    if new > old {
      while hole + 1 < ascending.count, ascending[hole + 1] < new {
        ascending[hole] = ascending[hole + 1]
        hole += 1
      }
    } else {
      while hole > 0, ascending[hole - 1] > new {
        ascending[hole] = ascending[hole - 1]
        hole -= 1
      }
    }
    ascending[hole] = new
  }

  private func lowerBound(of value: Double) -> Int {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
