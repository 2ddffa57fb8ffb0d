public import Instruments

/// The margin of one short option: a share of the index, less what it is out of the money, and its mark.
///
///     IM = max(a S − OTM, b S) + mk,   MM = m S + mk + f S            (the maintenance of a put: max(m S, m mk) + mk + f S)
///
/// In coin, divide by S: pass an index of 1, and strike and mark in coin. A long option keeps nothing beyond its premium.
/// A higher index raises the share of a put out of the money, so that the margin of a put may rise while it decays.
///
/// - SeeAlso: Deribit, bit.com, Bybit, Aevo and Derive, *Standard margin*; parameters are dated inputs.
public struct OptionMarginRule: Hashable, Sendable {
  /// a.
  public let initial: Double
  /// b.
  public let initialFloor: Double
  /// m.
  public let maintenance: Double
  /// f, the liquidation fee that maintenance holds.
  public let fee: Double
  /// The least initial over maintenance margin of a put; nil where there is none.
  public let putRatio: Double?
  /// Whether the maintenance of a call too is the larger of m S and m mk.
  public let callsTakeLarger: Bool

  /// A rule.
  ///
  /// - Precondition: The shares are from 0 to 1, a ratio is at least 1.
  public init(
    initial: Double, initialFloor: Double, maintenance: Double, fee: Double = 0,
    putRatio: Double? = 1, callsTakeLarger: Bool = false
  ) {
    precondition(
      [initial, initialFloor, maintenance, fee].allSatisfy { (0 ... 1).contains($0) }
        && putRatio ?? 1 >= 1, "Shares are from 0 to 1")
    self.initial = initial
    self.initialFloor = initialFloor
    self.maintenance = maintenance
    self.fee = fee
    self.putRatio = putRatio
    self.callsTakeLarger = callsTakeLarger
  }

  /// Deribit and bit.com as read in 2024: 15 % less OTM, at least 10 %; 7.5 %.
  public static let standard = OptionMarginRule(
    initial: 0.15, initialFloor: 0.1, maintenance: 0.075)
  /// Bybit as read in 2024: 15 % less OTM, at least 10 %; 3 % and a fee of 0.2 %.
  public static let bybit = OptionMarginRule(
    initial: 0.15, initialFloor: 0.1, maintenance: 0.03, fee: 0.002, callsTakeLarger: true)
  /// Derive as read in 2024: 15 % less OTM, at least 13 %; 9 %, a put's initial at least 1.05 of its maintenance.
  public static let derive = OptionMarginRule(
    initial: 0.15, initialFloor: 0.13, maintenance: 0.09, putRatio: 1.05)

  /// MM of one short option, in the currency of the mark.
  public func maintenanceMargin(
    of option: VanillaOption, index: Double, mark: Double
  ) -> Double {
    let takesLarger = option.kind == .put || callsTakeLarger
    let share = maintenance * (takesLarger ? max(index, mark) : index)
    return share + mark + fee * index
  }

  /// IM of one short option, in the currency of the mark.
  ///
  /// - Parameters:
  ///   - option: The option.
  ///   - index: S.
  ///   - mark: mk.
  ///   - order: The price of an order to sell, which counts where it is above the mark.
  /// - Returns: IM, for a put never below its maintenance margin times the rule's ratio.
  public func initialMargin(
    of option: VanillaOption, index: Double, mark: Double, order: Double = 0
  ) -> Double {
    let share = max(initial * index - option.outOfTheMoney(at: index), initialFloor * index)
    let margin = share + max(mark, order)
    guard option.kind == .put, let putRatio else { return margin }
    return max(margin, putRatio * maintenanceMargin(of: option, index: index, mark: mark))
  }
}

/// Options of one expiry, whose losses have a bound where shorts are covered.
///
/// - SeeAlso: Derive, *Standard margin* (2024).
public struct OptionSpread: Hashable, Sendable {
  /// A number of options, below zero for shorts.
  public struct Leg: Hashable, Sendable {
    /// n.
    public let amount: Double
    /// What.
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
  ///   - forward: F.
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

/// What is added when a price that margins rest on cannot be trusted; signed, at most zero.
public enum Contingency {
  /// −f max(0, threshold − p) S n, for a settling stablecoin below its peg.
  ///
  /// - Parameters:
  ///   - price: p, the stablecoin in the currency of its peg.
  ///   - threshold: Above which nothing is added.
  ///   - factor: f.
  ///   - spot: S.
  ///   - amount: n, short options and the size of perpetuals.
  /// - Returns: A signed value in the currency of the spot.
  public static func peg(
    price: Double, threshold: Double = 0.99, factor: Double, spot: Double, amount: Double
  ) -> Double { -max(0, threshold - price) * spot * factor * amount }

  /// −f n S (1 − c) for an oracle whose confidence is below a threshold.
  ///
  /// - Parameters:
  ///   - confidence: c.
  ///   - threshold: From which on nothing is added.
  ///   - factor: f.
  ///   - spot: S.
  ///   - amount: n, the size of positions.
  /// - Returns: A signed value in the currency of the spot.
  public static func oracle(
    confidence: Double, threshold: Double = 0.55, factor: Double = 1, spot: Double, amount: Double
  ) -> Double { confidence < threshold ? -factor * amount * spot * (1 - confidence) : 0 }
}
