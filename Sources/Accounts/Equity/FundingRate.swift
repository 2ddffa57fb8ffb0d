public import Instruments

/// What longs pay to shorts for an interval of a perpetual, as a fraction of the value at the mark.
///
///     F = P + clamp(I − P, −b, b)
///
/// with P the mean premium over the index, I the interest of the interval and b a band: F = I while |I − P| ≤ b. A cap
/// bounds |F|.
///
/// - SeeAlso: BitMEX, *Perpetual contracts guide*: b of 0.05 %; dYdX: a cap of 600 % (IMF − MMF) in eight hours.
public struct FundingRate: Hashable, Sendable {
  /// I.
  public let interest: Double
  /// b.
  public let band: Double
  /// The bound on |F|; infinite where there is none.
  public let cap: Double

  /// A rule of funding.
  public init(interest: Double, band: Double = 0.0005, cap: Double = .infinity) {
    precondition(band >= 0 && cap >= 0, "A band and a cap are at least 0")
    self.interest = interest
    self.band = band
    self.cap = cap
  }

  /// The cap that follows from the margins: multiple · (initial − maintenance rate).
  public static func cap(initial: Double, maintenance: Double, multiple: Double = 6) -> Double {
    multiple * (initial - maintenance)
  }

  /// F at a premium.
  public func rate(atPremium premium: Double) -> Double {
    let rate = premium + min(max(interest - premium, -band), band)
    return min(max(rate, -cap), cap)
  }
}

extension FuturesPosition {
  /// What the position is paid for an interval, in the settling currency: −s F N at the mark.
  ///
  /// Over the positions of a market, where longs and shorts are of one size, it adds up to zero.
  public func funding(_ rate: Double, at mark: Double) -> Double {
    let paid = rate * notional(at: mark)
    return side == .long ? -paid : paid
  }
}
