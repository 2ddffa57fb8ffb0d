internal import Glibc

/// A rate that rises linearly with the size of the position: base + slope · size.
///
/// - SeeAlso: Deribit, *Linear Perpetual* (2024): BTC 2 % and 1 %, 0.005 % a coin.
public struct LinearScaling: Hashable, Sendable {
  /// The rate of the smallest position.
  public let base: Double
  /// What a unit of size adds.
  public let slope: Double

  /// A linear rate.
  public init(base: Double, slope: Double) {
    self.base = base
    self.slope = slope
  }

  /// The rate of a size.
  public func rate(of size: Double) -> Double { base + slope * size }
}

/// A rate that rises by steps of size, and is charged on the whole position: a cliff.
///
///     steps = 0 below the base limit, else ⌊(size − limit)/step⌋ + 1
///     maintenance = base (1 + steps),   initial = initial base + base · steps
///
/// - SeeAlso: BitMEX, *Risk limits* (2021).
public struct RiskLimitSteps: Hashable, Sendable {
  /// The size up to which the base rates hold.
  public let limit: Double
  /// The size of a step.
  public let step: Double
  /// The maintenance rate below the limit, and what each step adds.
  public let maintenance: Double
  /// The initial rate below the limit.
  public let initial: Double

  /// Limits of risk.
  public init(limit: Double, step: Double, maintenance: Double, initial: Double) {
    precondition(limit >= 0 && step > 0, "A limit is at least 0 and a step above 0")
    self.limit = limit
    self.step = step
    self.maintenance = maintenance
    self.initial = initial
  }

  /// The steps that a size takes.
  public func steps(of size: Double) -> Double {
    size < limit ? 0 : ((size - limit) / step).rounded(.down) + 1
  }

  /// Maintenance and initial rate of a size.
  public func rates(of size: Double) -> (maintenance: Double, initial: Double) {
    let steps = steps(of: size)
    return (maintenance * (1 + steps), initial + maintenance * steps)
  }
}

/// Rates that follow from other rates of the same position.
public enum DerivedRates {
  /// The rate at which a backstop takes a position over: max(m/2, m − 6 %).
  ///
  /// - SeeAlso: FTX, *Margin and liquidations* (2022); both branches meet at 12 %.
  public static func autoClose(maintenance: Double) -> Double {
    max(maintenance / 2, maintenance - 0.06)
  }

  /// Two thirds of the initial rate, and the rate of a close-out: max(i/3, m − 12 %).
  ///
  /// - SeeAlso: Coinbase International, *Leverage and margin policy* (2024); the branches meet at 36 %.
  public static func closeOut(initial: Double) -> (maintenance: Double, closeOut: Double) {
    let maintenance = initial * 2 / 3
    return (maintenance, max(initial / 3, maintenance - 0.12))
  }
}

/// An initial rate that rises to one as the open interest of the market rises between two caps.
///
///     min(base + max((interest − lower)/(upper − lower), 0) (1 − base), 1)
///
/// - SeeAlso: dYdX v4, *Margin* (2024).
public struct OpenInterestScaling: Hashable, Sendable {
  /// The rate below the lower cap.
  public let base: Double
  /// The open notional from which the rate rises.
  public let lower: Double
  /// The open notional at which it is one.
  public let upper: Double

  /// A scaling between two caps.
  public init(base: Double, lower: Double, upper: Double) {
    precondition(lower < upper, "A lower cap is below the upper, not \(lower) and \(upper)")
    self.base = base
    self.lower = lower
    self.upper = upper
  }

  /// The rate at an open notional.
  public func rate(at openNotional: Double) -> Double {
    min(base + max((openNotional - lower) / (upper - lower), 0) * (1 - base), 1)
  }
}

/// A rate that rises with a power of the notional: max(1/leverage, base, factor · N^exponent).
///
/// Exponents of venues lie between ½, the cost of trading at a pace, and 1, that of walking through a book.
public struct PowerScaling: Hashable, Sendable {
  /// The least rate.
  public let base: Double
  /// The factor of the power.
  public let factor: Double
  /// The exponent.
  public let exponent: Double

  /// A power of the notional.
  public init(base: Double, factor: Double, exponent: Double) {
    self.base = base
    self.factor = factor
    self.exponent = exponent
  }

  /// The rate of a notional.
  public func rate(of notional: Double) -> Double { max(base, factor * pow(notional, exponent)) }
}

/// What closing a position adds to its margin where the venue prices the skew of its book.
///
///     premium = m (q/s) q P,   buffer = b q P
///
/// - SeeAlso: Synthetix, SCCP-2014.
public struct SkewPremium: Hashable, Sendable {
  /// m, the multiple of the liquidation premium.
  public let multiple: Double
  /// s, the scale of the skew, in units of the base.
  public let skewScale: Double
  /// b, the buffer as a fraction of notional.
  public let buffer: Double

  /// A premium on a skew.
  public init(multiple: Double, skewScale: Double, buffer: Double) {
    precondition(skewScale > 0, "A skew scale is above 0, not \(skewScale)")
    self.multiple = multiple
    self.skewScale = skewScale
    self.buffer = buffer
  }

  /// Premium and buffer of a size at a price, in the quote currency.
  public func charges(on size: Double, at price: Double) -> (premium: Double, buffer: Double) {
    (multiple * (size / skewScale) * size * price, buffer * size * price)
  }
}
