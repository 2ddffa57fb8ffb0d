public import MarketData

/// The margin of one contract in money, as clearing houses publish it.
///
///     margin = rate × price × multiplier, rounded up to a whole number of tick values
///
/// The tick value, tick × multiplier, is the smallest profit or loss of a contract, so that the
/// margin covers a whole number of ticks. Without a tick it is 0.01 of the currency.
public struct ContractMargin: Hashable, Sendable, Codable {
  /// The initial margin, in the currency of the contract.
  public let initial: Double
  /// The maintenance margin, in the currency of the contract.
  public let maintenance: Double

  /// The margin at a price; nil without a price above zero, and without a multiplier.
  public init?(_ rates: InstrumentMargin, price: Double?, terms: ContractTerms) {
    guard let price, price > 0, price.isFinite, let multiplier = terms.multiplier else {
      return nil
    }
    let unit = terms.tick.map { $0 * multiplier } ?? 0.01
    initial = Self.roundedUp(rates.initial.fraction * price * multiplier, to: unit)
    maintenance = Self.roundedUp(rates.maintenance.fraction * price * multiplier, to: unit)
  }

  /// The least multiple of a unit that is at least an amount, apart from the rounding of binary
  /// fractions: 0.05 × 97.4 × 1000 is 4870.000000000001 and stays 4870.
  private static func roundedUp(_ amount: Double, to unit: Double) -> Double {
    let units = amount / unit
    let nearest = units.rounded()
    let isWhole = abs(units - nearest) <= 1e-9 * max(1, nearest)
    let money = (isWhole ? nearest : units.rounded(.up)) * unit
    let rounded = (money * 1e9).rounded() / 1e9
    return rounded.isFinite && rounded > 0 ? rounded : money
  }
}
