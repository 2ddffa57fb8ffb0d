/// The attribution of a change in value to several drivers.
///
/// With v(S) the value where the drivers in S are new and the others old, and n drivers,
///
///     ownᵢ = v({i}) − v(∅),
///     shapleyᵢ = Σ_{S ∌ i} |S|! (n − |S| − 1)!/n! · (v(S ∪ i) − v(S)),
///     orderedᵢ = v({1, …, i}) − v({1, …, i − 1}).
///
/// The Shapley values and the ordered effects add up to v(all) − v(∅); the sum of the own effects
/// differs from it by the interaction.
/// - SeeAlso: Shapley (1953), *Contributions to the Theory of Games* II, 307–317.
public struct Attribution: Hashable, Sendable {
  /// The value with all drivers old.
  public let old: Double
  /// The value with all drivers new.
  public let new: Double
  /// The own effect of each driver: the change when it alone is new.
  public let own: [Double]
  /// The Shapley value of each driver: its effect averaged over all orders.
  public let shapley: [Double]
  /// The effect of each driver in the given order.
  public let ordered: [Double]

  /// The interaction of the drivers: v(all) − v(∅) − Σ ownᵢ.
  public var interaction: Double { new - old - own.reduce(0, +) }

  /// Attributes the change to `count` drivers; set bits of `value`'s argument are new drivers.
  ///
  /// All 2ⁿ subsets are evaluated once; an error of `value` is rethrown.
  public init<E: Error>(drivers count: Int, value: (Int) throws(E) -> Double) throws(E) {
    precondition((0 ... 16).contains(count), "Drivers are 0 to 16, not \(count)")
    let all = (1 << count) - 1
    var values: [Double] = []
    for set in 0 ... all { values.append(try value(set)) }
    old = values[0]
    new = values[all]
    own = (0 ..< count).map { values[1 << $0] - values[0] }
    ordered = (0 ..< count).map { (driver: Int) -> Double in
      let before = (1 << driver) - 1
      let after = (2 << driver) - 1
      return values[after] - values[before]
    }
    let weights = Self.weights(count)
    shapley = (0 ..< count).map { driver in
      var sum = 0.0
      for set in 0 ... all where set & (1 << driver) == 0 {
        sum += weights[set.nonzeroBitCount] * (values[set | (1 << driver)] - values[set])
      }
      return sum
    }
  }

  /// s! (n − s − 1)!/n! for s from 0 to n − 1.
  private static func weights(_ count: Int) -> [Double] {
    (0 ..< count).map { size in
      // 1/(n · binomial(n − 1, s))
      var binomial = 1.0
      for k in 0 ..< size { binomial *= Double(count - 1 - k) / Double(k + 1) }
      return 1 / (Double(count) * binomial)
    }
  }
}
