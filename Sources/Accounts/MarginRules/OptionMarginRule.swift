public import Instruments

/// The standard margin of one short option.
///
/// It is a share of the index less the out-of-the-money amount, plus the mark:
///
///     IM = max(a S − OTM, b S) + mk
///     MM = m S + mk + f S,   for a put MM = max(m S, m mk) + mk + f S
///
/// For coin settlement, divide by S: use an index of 1, with strike and mark in coin. A long option
/// has no margin beyond its premium. A higher index raises the share of an out-of-the-money put, so
/// the margin of a put may rise while its mark falls.
///
/// - SeeAlso: bit.com, Bybit, Aevo and Derive, *Standard margin*; Deribit by a third party's
///   transcription. Parameters change; the rules below are snapshots of pages without a date.
public struct OptionMarginRule: Hashable, Sendable {
  /// The initial share a of the index for a short option.
  public let initial: Double
  /// The minimum initial share b of the index for a short option.
  public let initialFloor: Double
  /// The maintenance share m of the index for a short option.
  public let maintenance: Double
  /// The liquidation fee f included in the maintenance margin, a share of the index.
  public let fee: Double
  /// The minimum ratio of initial to maintenance margin of a put; nil for none.
  public let putRatio: Double?
  /// Whether the maintenance margin of a call also uses the larger of m S and m mk.
  public let callsTakeLarger: Bool

  /// Creates a rule.
  ///
  /// - Precondition: The shares are from 0 to 1, and a ratio is at least 1.
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

  /// Deribit and bit.com: initial 15 % less OTM, at least 10 %; maintenance 7.5 %.
  public static let standard = OptionMarginRule(
    initial: 0.15, initialFloor: 0.1, maintenance: 0.075)
  /// Bybit, USDC options: initial 15 % less OTM, at least 10 %; maintenance 3 %, fee 0.2 %.
  public static let bybit = OptionMarginRule(
    initial: 0.15, initialFloor: 0.1, maintenance: 0.03, fee: 0.002, callsTakeLarger: true)
  /// Derive: initial 15 % less OTM, at least 13 %; maintenance 9 %.
  ///
  /// A put's initial margin is at least 1.05 times its maintenance margin.
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
  ///   - index: The index price S of the underlying.
  ///   - mark: The mark price mk of the option.
  ///   - order: The price of a sell order, used if it is above the mark.
  /// - Returns: The initial margin; for a put at least its maintenance margin times the rule's
  ///   ratio.
  public func initialMargin(
    of option: VanillaOption, index: Double, mark: Double, order: Double = 0
  ) -> Double {
    let share = max(initial * index - option.outOfTheMoney(at: index), initialFloor * index)
    let margin = share + max(mark, order)
    guard option.kind == .put, let putRatio else { return margin }
    return max(margin, putRatio * maintenanceMargin(of: option, index: index, mark: mark))
  }
}
