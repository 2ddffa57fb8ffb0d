/// Money as a whole number of the asset's minor unit, a millionth of the settling currency.
///
/// Sums are exact; one that does not fit into 64 bits, beyond nine million million, traps.
public struct Amount: Hashable, Comparable, Sendable, AdditiveArithmetic {
  /// The number of minor units.
  public var units: Int64

  /// An amount of minor units.
  public init(units: Int64) { self.units = units }

  /// The nearest amount of a sum in the settling currency.
  ///
  /// - Precondition: The sum is finite and fits.
  public init(nearest sum: Double) {
    precondition(abs(sum) < 9e12, "amount \(sum) is out of range")
    units = Int64((sum * Self.unitsInOne).rounded())
  }

  /// Nothing.
  public static let zero = Amount(units: 0)
  /// Minor units in one of the settling currency.
  public static let unitsInOne = 1e6

  /// In the settling currency.
  public var value: Double { Double(units) / Self.unitsInOne }

  /// The sum, exact.
  public static func + (a: Self, b: Self) -> Self { Self(units: a.units + b.units) }
  /// The difference, exact.
  public static func - (a: Self, b: Self) -> Self { Self(units: a.units - b.units) }
  /// The order of amounts.
  public static func < (a: Self, b: Self) -> Bool { a.units < b.units }
}

/// Prices in whole ticks and sizes in whole lots, so that a lot times a tick is one minor unit.
///
/// A tick is the power of ten by which the lowest price has seven digits; a lot is worth 1 to 10 at the lowest price, in the
/// money that a unit is a millionth of. Profits and values of whole lots at whole ticks are then exact.
public struct ReplayScale: Hashable, Sendable {
  /// Ticks in one of the quote currency, a power of ten.
  public let ticksInOne: Double

  /// The scale of prices of which the lowest is given.
  ///
  /// - Precondition: 10⁻¹² ≤ lowest ≤ 10¹⁵.
  public init(lowest price: Double) {
    precondition((1e-12 ... 1e15).contains(price), "A price is in 1e-12 ... 1e15, not \(price)")
    var power = 1.0
    if price < 1e6 {
      while price * power < 1e6 { power *= 10 }
      ticksInOne = power
    } else {
      while price / power >= 1e7 { power *= 10 }
      ticksInOne = 1 / power
    }
  }

  /// The nearest whole tick of a price, at least one.
  public func ticks(of price: Double) -> Int64 { max(1, Int64((price * ticksInOne).rounded())) }

  /// The price of ticks.
  public func price(ofTicks ticks: Int64) -> Double { Double(ticks) / ticksInOne }

  /// The nearest whole lot of a notional at a price in ticks, at least one.
  public func lots(of notional: Double, at ticks: Int64) -> Int64 {
    max(1, Int64((notional * Amount.unitsInOne / Double(ticks)).rounded()))
  }
}

extension Int64 {
  /// The whole number at or below one from zero on; the largest there is for one beyond it.
  init(within number: Double) {
    self = number < 9e18 ? Int64(number.rounded(.down)) : .max
  }
}
