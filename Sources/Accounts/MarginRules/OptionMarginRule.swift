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
  /// The share a of the index that opens a short.
  public let initial: Double
  /// The least share b of the index that opens a short.
  public let initialFloor: Double
  /// The share m of the index that keeps a short.
  public let maintenance: Double
  /// The liquidation fee f that maintenance holds, a share of the index.
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

  /// The maintenance margin of one short option, in the currency of the mark.
  public func maintenanceMargin(
    of option: VanillaOption, index: Double, mark: Double
  ) -> Double {
    let takesLarger = option.kind == .put || callsTakeLarger
    let share = maintenance * (takesLarger ? max(index, mark) : index)
    return share + mark + fee * index
  }

  /// The initial margin of one short option, in the currency of the mark.
  ///
  /// - Parameters:
  ///   - option: The option.
  ///   - index: The price of the underlying S.
  ///   - mark: What the option is marked at, mk.
  ///   - order: The price of an order to sell, which counts where it is above the mark.
  /// - Returns: The initial margin, for a put never below its maintenance margin times the rule's ratio.
  public func initialMargin(
    of option: VanillaOption, index: Double, mark: Double, order: Double = 0
  ) -> Double {
    let share = max(initial * index - option.outOfTheMoney(at: index), initialFloor * index)
    let margin = share + max(mark, order)
    guard option.kind == .put, let putRatio else { return margin }
    return max(margin, putRatio * maintenanceMargin(of: option, index: index, mark: mark))
  }
}
