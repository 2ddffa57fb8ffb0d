/// The last N values of a stream, also kept in ascending order.
package struct SortedWindow: Sendable, Equatable {
  private var recent: RecentWindow
  private var sorted = SortedSample()

  package init(capacity: Int) { recent = RecentWindow(capacity: capacity) }

  /// The capacity N.
  package var capacity: Int { recent.capacity }

  package var count: Int { recent.count }

  /// The values in ascending order.
  package var ascending: [Double] { sorted.ascending }

  /// The values, oldest first.
  package var chronological: [Double] { recent.chronological }

  package mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    let value = arrival + 0  // −0 becomes +0: equal values have equal bits
    if let leaving = recent.append(value) {
      sorted.replace(leaving, with: value)
    } else {
      sorted.insert(value)
    }
  }

  /// Appends all of `values`; an empty window sorts them once.
  package mutating func append(contentsOf values: Span<Double>) {
    guard recent.count == 0, values.count > 1 else {
      for i in values.indices { append(values[i]) }
      return
    }
    for i in max(0, values.count - capacity) ..< values.count { recent.append(values[i] + 0) }
    let kept = recent.chronological
    precondition(kept.allSatisfy(\.isFinite), "A window orders finite values")
    sorted = SortedSample(kept)
  }
}
