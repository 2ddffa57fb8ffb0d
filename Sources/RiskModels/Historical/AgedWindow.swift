/// The last N values of a stream in ascending order, each with its age; equal values by age.
struct AgedWindow: Sendable, Equatable {
  /// N.
  let capacity: Int
  private var ring: [Double] = []
  private var next = 0
  /// The values in ascending order.
  private(set) var ascending: [Double] = []
  /// The place in the stream of each of `ascending`.
  private(set) var arrivals: [Int] = []
  /// The number of values that ever arrived.
  private(set) var arrivalCount = 0

  init(capacity: Int) {
    precondition(capacity >= 1, "A window holds at least one value, not \(capacity)")
    self.capacity = capacity
  }

  var count: Int { ring.count }

  /// Enters a value in O(N) moves and O(log N) comparisons; the oldest leaves a full window.
  mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    let value = arrival + 0  // −0 becomes +0: equal values have equal bits
    defer { arrivalCount += 1 }
    guard ring.count == capacity else {
      ring.append(value)
      let place = firstIndex { $0 > value }
      ascending.insert(value, at: place)
      arrivals.insert(arrivalCount, at: place)
      return
    }
    replaceOldest(ring[next], with: value)
    ring[next] = value
    next = (next + 1) % capacity
  }

  /// The oldest of equal values comes first, the newest last.
  private mutating func replaceOldest(_ old: Double, with new: Double) {
    var hole = firstIndex { $0 >= old }
    if new >= old {
      while hole + 1 < ascending.count, ascending[hole + 1] <= new {
        ascending[hole] = ascending[hole + 1]
        arrivals[hole] = arrivals[hole + 1]
        hole += 1
      }
    } else {
      while hole > 0, ascending[hole - 1] > new {
        ascending[hole] = ascending[hole - 1]
        arrivals[hole] = arrivals[hole - 1]
        hole -= 1
      }
    }
    ascending[hole] = new
    arrivals[hole] = arrivalCount
  }

  /// The first place whose value passes a test that all later ones pass too.
  private func firstIndex(where isBeyond: (Double) -> Bool) -> Int {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(ascending[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
