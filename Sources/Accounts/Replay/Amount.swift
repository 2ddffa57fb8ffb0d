/// An amount of money as a whole number of minor units, 10⁻⁶ of the settlement currency.
///
/// Sums are exact; a sum beyond 64 bits, about 9·10¹² in the settlement currency, traps.
public struct Amount: Hashable, Comparable, Sendable, AdditiveArithmetic {
  /// The number of minor units.
  public var units: Int64

  /// Creates an amount from minor units.
  public init(units: Int64) { self.units = units }

  /// Rounds a sum in the settlement currency to the nearest amount.
  ///
  /// - Precondition: The sum is finite and fits into 64 bits.
  public init(nearest sum: Double) {
    precondition(abs(sum) < 9e12, "amount \(sum) is out of range")
    units = Int64((sum * Self.unitsInOne).rounded())
  }

  /// A zero amount.
  public static let zero = Amount(units: 0)
  /// The number of minor units in one unit of the settlement currency.
  public static let unitsInOne = 1e6

  /// The amount in the settlement currency.
  public var value: Double { Double(units) / Self.unitsInOne }

  /// The sum, exact.
  public static func + (a: Self, b: Self) -> Self { Self(units: a.units + b.units) }
  /// The difference, exact.
  public static func - (a: Self, b: Self) -> Self { Self(units: a.units - b.units) }
  /// Orders amounts by their values.
  public static func < (a: Self, b: Self) -> Bool { a.units < b.units }
}

/// The scale of prices in whole ticks and sizes in whole lots.
///
/// One lot times one tick is one minor unit.
///
/// A tick is the power of ten that gives the lowest price seven digits; a lot is worth 1 to 10
/// units of money at the lowest price. Profits and values of whole lots at whole ticks are then
/// exact.
public struct ReplayScale: Hashable, Sendable {
  /// The number of ticks in one unit of the quote currency, a power of ten.
  public let ticksInOne: Double

  /// Creates the scale for a lowest price.
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

  /// The price of a number of ticks.
  public func price(ofTicks ticks: Int64) -> Double { Double(ticks) / ticksInOne }

  /// The nearest whole lot of a notional at a price in ticks, at least one.
  public func lots(of notional: Double, at ticks: Int64) -> Int64 {
    max(1, Int64((notional * Amount.unitsInOne / Double(ticks)).rounded()))
  }
}

extension Int64 {
  /// Rounds down to a whole number of at least zero, limited to the largest representable value.
  init(within number: Double) {
    self = number < 9e18 ? Int64(number.rounded(.down)) : .max
  }
}
