internal import LinearAlgebra

/// A sorted sample with insertion and removal in O(N) moves and O(log N) comparisons.
package struct SortedSample: Sendable, Equatable {
  package private(set) var ascending: [Double] = []

  package init() {}

  /// Creates a sample of finite values.
  package init(_ values: [Double]) {
    ascending = values
    sortAscending(&ascending)
  }

  package mutating func insert(_ value: Double) {
    ascending.insert(value, at: lowerBound(of: value))
  }

  /// Removes one value equal to `value`, which must be present.
  package mutating func remove(_ value: Double) {
    let index = lowerBound(of: value)
    precondition(index < ascending.count && ascending[index] == value, "\(value) is not here")
    ascending.remove(at: index)
  }

  /// Removes one value equal to `old`, which must be present, and inserts `new`.
  package mutating func replace(_ old: Double, with new: Double) {
    let leaving = lowerBound(of: old)
    let position = lowerBound(of: new)
    var values = ascending.mutableSpan
    if position > leaving {
      for index in leaving ..< position - 1 { values[index] = values[index + 1] }
      values[position - 1] = new
    } else {
      for index in (position ..< leaving).reversed() { values[index + 1] = values[index] }
      values[position] = new
    }
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
