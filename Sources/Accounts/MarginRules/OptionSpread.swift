public import Instruments

/// Options of one expiry, whose losses have a bound where shorts are covered.
///
/// - SeeAlso: Derive, *Standard margin* (2024).
public struct OptionSpread: Hashable, Sendable {
  /// A number of options, below zero for shorts.
  public struct Leg: Hashable, Sendable {
    /// The number of options.
    public let amount: Double
    /// The option.
    public let option: VanillaOption

    /// A leg.
    public init(_ amount: Double, _ option: VanillaOption) {
      self.amount = amount
      self.option = option
    }
  }

  /// The legs.
  public let legs: [Leg]

  /// A spread.
  public init(_ legs: [Leg]) { self.legs = legs }

  /// The worst payoff over all prices, at most zero: that at zero or at a strike, less a share of the forward for every short call without a long.
  ///
  /// - Parameters:
  ///   - unpairedScale: The share of the forward that a naked call costs.
  ///   - forward: The forward price of the expiry.
  /// - Returns: A signed value: below zero is a requirement.
  public func worstPayoff(unpairedScale: Double = 1, forward: Double) -> Double {
    let prices = [0] + legs.map(\.option.strike)
    let worst =
      prices.map { price in
        legs.reduce(0) { $0 + $1.amount * $1.option.payoff(at: price) }
      }.min() ?? 0
    let calls = legs.filter { $0.option.kind == .call }.reduce(0) { $0 + $1.amount }
    return min(0, worst) + unpairedScale * min(0, calls) * forward
  }

  /// The better of two signed requirements: of every leg alone, and of the spread.
  public func requirement(alone: Double, unpairedScale: Double = 1, forward: Double) -> Double {
    max(alone, worstPayoff(unpairedScale: unpairedScale, forward: forward))
  }
}
