/// A sample quantile of the last N values of a stream, one value after another.
///
/// Only the tail beyond the quantile is kept in order: as many of the window's least values, or of its
/// greatest, as the quantile needs and some in reserve. A value that enters or leaves elsewhere costs
/// one comparison. Where more have left the tail than its reserve holds, it is chosen anew from the
/// window, on average once in thousands of values. The quantile is that of sorting the window each
/// time, bit for bit.
///
/// ```swift
/// var worst = RollingQuantile(window: 500, millionths: 10_000, convention: .hyndmanFan(type: 7))
/// for value in returns { worst.append(value) }
/// worst.value   // the 1 % quantile of the last 500 returns
/// ```
///
/// - Complexity: O(1) a value in the centre of the window, O(N·min(p, 1 − p)) one in the tail.
public struct RollingQuantile: Sendable {
  /// N, the most values that the quantile is of.
  public let window: Int
  /// The probability of the quantile in millionths; 10 000 is the 1 % quantile.
  public let millionths: Int
  /// Which observation, or point between two, is the quantile.
  public let convention: QuantileConvention

  private var ring: [Double] = []
  private var next = 0
  private var tail: OrderedTail
  /// The place of the quantile in a full window.
  private let fullRank: QuantileRank?
  private let isLower: Bool
  /// The quantile of the window; nil where the convention has none for so few values.
  public private(set) var value: Double?

  /// The quantile of an empty window; traps unless 0 < `millionths` < 10⁶ and `window` ≥ 1.
  public init(window: Int, millionths: Int, convention: QuantileConvention) {
    precondition(window >= 1, "A window holds at least one value, not \(window)")
    self.window = window
    self.millionths = millionths
    self.convention = convention
    isLower = millionths < 500_000
    fullRank = convention.rank(millionths: millionths, count: window)
    var needed = 1
    for count in 1 ... window {
      guard let rank = convention.rank(millionths: millionths, count: count) else { continue }
      let last = rank.index + (rank.fraction > 0 ? 1 : 0)
      needed = max(needed, isLower ? last + 1 : count - rank.index)
    }
    tail = OrderedTail(needed: needed, limit: window)
    ring.reserveCapacity(window)
  }

  /// The number of values in the window.
  public var count: Int { ring.count }

  /// Takes the next value, the oldest leaving a full window; traps unless it is finite.
  public mutating func append(_ arrival: Double) {
    precondition(arrival.isFinite, "A window orders finite values, not \(arrival)")
    // Equal values have equal bits: −0 becomes +0. An upper tail is a lower one of the other sign.
    let value = (isLower ? arrival : -arrival) + 0
    guard ring.count == window else {
      ring.append(value)
      tail.enter(value, isWhole: tail.count == ring.count - 1)
      self.value = quantile
      return
    }
    let departure = ring[next]
    ring[next] = value
    next = next + 1 == window ? 0 : next + 1
    // What comes and goes elsewhere leaves the quantile where it is.
    guard departure <= tail.last || value < tail.last else { return }
    tail.replace(departure, with: value)
    if tail.isShort { tail.choose(from: ring) }
    self.value = quantile
  }

  private var quantile: Double? {
    let rank =
      ring.count == window ? fullRank : convention.rank(millionths: millionths, count: ring.count)
    guard let rank else { return nil }
    guard isLower else {
      // Counted from the other end; the next greater value is the one before. 0 − 0 is +0.
      let place = ring.count - 1 - rank.index
      let greater = rank.fraction > 0 ? 0 - tail[place - 1] : 0
      return between(0 - tail[place], greater, rank.fraction)
    }
    return between(tail[rank.index], rank.fraction > 0 ? tail[rank.index + 1] : 0, rank.fraction)
  }

  private func between(_ lower: Double, _ upper: Double, _ fraction: Double) -> Double {
    fraction > 0 ? lower + fraction * (upper - lower) : lower
  }
}

extension RollingQuantile {
  /// The quantile after each of `values`; NaN where the window has none, or is not full yet.
  ///
  /// `quantiles` is as long as `values`, or the program traps.
  public static func fill(
    _ quantiles: inout MutableSpan<Double>, of values: Span<Double>, window: Int, millionths: Int,
    convention: QuantileConvention
  ) {
    precondition(
      quantiles.count == values.count, "\(quantiles.count) quantiles of \(values.count) values")
    var rolling = RollingQuantile(window: window, millionths: millionths, convention: convention)
    for place in values.indices {
      rolling.append(values[place])
      quantiles[place] = place + 1 >= window ? rolling.value ?? .nan : .nan
    }
  }
}

/// The least values of a window in ascending order: at least as many as are needed.
///
/// All values of the window that are not here are at least as great as the last one here.
private struct OrderedTail: Sendable {
  private var ascending: [Double] = []
  private let needed: Int
  private let limit: Int

  init(needed: Int, limit: Int) {
    self.needed = needed
    // A reserve of twice the need, and a few, is used up in thousands of values as a rule.
    self.limit = min(limit, 3 * needed + 16)
    ascending.reserveCapacity(self.limit + 1)
  }

  var count: Int { ascending.count }
  var isShort: Bool { ascending.count < needed }
  var last: Double { ascending[ascending.count - 1] }

  subscript(place: Int) -> Double { ascending[place] }

  /// Takes a value that entered the window; `isWhole` where all of the window is here.
  mutating func enter(_ value: Double, isWhole: Bool) {
    guard let last = ascending.last, value >= last else {
      insert(value)
      return
    }
    if isWhole, ascending.count < limit { ascending.append(value) }
  }

  /// Takes a value that left the window and one that entered it.
  mutating func replace(_ departure: Double, with arrival: Double) {
    let last = last
    // A departure that ties with the last may lie outside: any of the equal values may go.
    if departure <= last { ascending.remove(at: place(of: departure)) }
    if arrival < last { insert(arrival) }
  }

  /// Chooses the least of all values of the window.
  mutating func choose(from window: [Double]) {
    ascending.removeAll(keepingCapacity: true)
    for value in window {
      if ascending.count < limit {
        insert(value)
      } else if value < ascending[limit - 1] {
        insert(value)
      }
    }
  }

  private mutating func insert(_ value: Double) {
    if ascending.count == limit { ascending.removeLast() }
    var place = ascending.count
    ascending.append(value)
    while place > 0, ascending[place - 1] > value {
      ascending[place] = ascending[place - 1]
      place -= 1
    }
    ascending[place] = value
  }

  private func place(of value: Double) -> Int {
    var place = ascending.count - 1
    while ascending[place] > value { place -= 1 }
    precondition(ascending[place] == value, "\(value) is not in the tail")
    return place
  }
}
