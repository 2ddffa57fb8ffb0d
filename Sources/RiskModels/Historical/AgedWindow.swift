/// The last N values of a stream in ascending order with their ages; equal values are in age order.
struct AgedWindow: Sendable, Equatable {
  private var recent: RecentWindow
  /// The values in ascending order.
  private(set) var ascending: [Double] = []
  /// The stream index of each value in `ascending`.
  private(set) var arrivals: [Int] = []
  /// The total number of values observed.
  private(set) var arrivalCount = 0

  init(capacity: Int) { recent = RecentWindow(capacity: capacity) }

  /// The capacity N.
  var capacity: Int { recent.capacity }

  var count: Int { recent.count }

  /// Inserts a value in O(N) moves and O(log N) comparisons; a full window drops its oldest value.
  mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    let value = arrival + 0  // −0 becomes +0: equal values have equal bits
    defer { arrivalCount += 1 }
    if let leaving = recent.append(value) {
      replaceOldest(leaving, with: value)
      return
    }
    let index = firstIndex { $0 > value }
    ascending.insert(value, at: index)
    arrivals.insert(arrivalCount, at: index)
  }

  /// Replaces the oldest of equal values `old`, and inserts `new` after its equals.
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

  /// The first index from which every value satisfies the test.
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
