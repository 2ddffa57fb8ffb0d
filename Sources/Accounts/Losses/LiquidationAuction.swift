/// An auction of a solvent account below its maintenance margin: bidders take a share of all of it at a rising discount.
///
///     B = MM + b (MM − V),   share ≤ B/(B − (1 − d) V − d R),   price = share · (V − R) · (1 − d)
///
/// V the mark-to-market, MM and the buffer margin B signed as values, below zero where they are short; R the cash that bids have
/// brought in already; d the discount, from one to another end in a first stretch of time and from there to 1 in a second.
///
/// - SeeAlso: Derive, *Liquidations* (2024). Its last example prices a bid without R, against its own formula.
public struct LiquidationAuction: Hashable, Sendable {
  /// The discount over time.
  public struct Discount: Hashable, Sendable {
    /// At the start.
    public let first: Double
    /// At the end of the first stretch.
    public let second: Double
    /// The length of the first stretch, in the unit of time.
    public let fast: Double
    /// The length of the second.
    public let slow: Double

    /// A schedule of discounts; that of Derive in minutes: 5 to 30 % in 15, then to 100 % in twelve hours.
    public init(first: Double = 0.05, second: Double = 0.3, fast: Double = 15, slow: Double = 720) {
      precondition(
        first >= 0 && first <= second && second <= 1 && fast > 0 && slow > 0, "Discounts rise")
      self.first = first
      self.second = second
      self.fast = fast
      self.slow = slow
    }

    /// d at a time.
    public func at(_ time: Double) -> Double {
      guard time > fast else { return first + (second - first) * max(0, time) / fast }
      return min(1, second + (1 - second) * (time - fast) / slow)
    }
  }

  /// The schedule of discounts.
  public let discount: Discount
  /// b, what the buffer margin is beyond the maintenance margin.
  public let buffer: Double
  /// The fee, of V times the share that may be taken at first.
  public let feeRate: Double

  /// An auction.
  public init(discount: Discount = Discount(), buffer: Double = 0.15, feeRate: Double = 0.1) {
    precondition(buffer >= 0 && feeRate >= 0, "A buffer and a fee are from 0 on")
    self.discount = discount
    self.buffer = buffer
    self.feeRate = feeRate
  }

  /// B of an account of V whose signed maintenance margin is MM.
  public func bufferMargin(value: Double, maintenance: Double) -> Double {
    maintenance + buffer * (maintenance - value)
  }

  /// The fee when the auction starts: f V B/(B − V).
  public func fee(value: Double, bufferMargin: Double) -> Double {
    feeRate * value * share(value: value, bufferMargin: bufferMargin, discount: 0)
  }

  /// The largest share that may be taken, in [0, 1].
  ///
  /// - Parameters:
  ///   - value: V.
  ///   - bufferMargin: B, below zero where the account is to be reduced.
  ///   - discount: d.
  ///   - received: R.
  /// - Returns: Zero where the buffer margin is met.
  public func share(
    value: Double, bufferMargin: Double, discount: Double, received: Double = 0
  ) -> Double {
    guard bufferMargin < 0 else { return 0 }
    let left = bufferMargin - (1 - discount) * value - discount * received
    return left < 0 ? min(1, bufferMargin / left) : 1
  }

  /// What a bidder pays for a share, and the cash it must bring with that to hold the share's buffer margin.
  public func bid(
    share: Double, value: Double, bufferMargin: Double, discount: Double, received: Double = 0
  ) -> (price: Double, cash: Double) {
    let price = share * (value - received) * (1 - discount)
    return (price, price - share * bufferMargin)
  }
}

/// An auction of an insolvent account: what a bidder is paid for taking it rises with time.
///
///     offer(t) = min(0, V) + t/T (MM − min(0, V)),   0 ≤ t ≤ T
///
/// V the mark-to-market and MM the maintenance requirement, signed as a value. Both are below zero for what is insolvent;
/// the bidder receives −offer.
///
/// - SeeAlso: Derive, *Liquidations* (2024).
public struct InsolvencyAuction: Hashable, Sendable {
  /// V.
  public let value: Double
  /// MM, signed.
  public let maintenance: Double
  /// T, above zero, in the unit of t.
  public let duration: Double

  /// An auction.
  public init(value: Double, maintenance: Double, duration: Double) {
    precondition(duration > 0, "A duration is above 0, not \(duration)")
    self.value = value
    self.maintenance = maintenance
    self.duration = duration
  }

  /// The offer at a time; that of the end after it.
  public func offer(at time: Double) -> Double {
    let start = min(0, value)
    return start + min(max(time / duration, 0), 1) * (maintenance - start)
  }

  /// What a bidder for a share is paid at a time, and the cash it must add to hold what that share maintains.
  public func taking(_ share: Double, at time: Double) -> (payout: Double, cash: Double) {
    let payout = -share * offer(at: time)
    return (payout, -share * maintenance - payout)
  }
}
