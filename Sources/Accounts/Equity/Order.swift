public import MarketData

extension Account {
  /// An open order of a future, which the initial margin is charged for.
  public struct Order: Hashable, Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// Whether it buys.
    public let isBuy: Bool
    /// Its size, as of a position, above zero.
    public let size: Double
    /// Its price.
    public let price: Double
    /// What it would be when it was filled at its price, at the mark of today.
    public let filled: Holding

    /// An order.
    public init(_ filled: Holding, isBuy: Bool, size: Double, price: Double) {
      precondition(size > 0 && price > 0, "A size and a price are above 0")
      instrument = filled.instrument
      self.isBuy = isBuy
      self.size = size
      self.price = price
      self.filled = filled
    }

    /// What it loses at once when it is filled, in the settling currency.
    public var openLoss: Double {
      max(0, -filled.unrealizedProfit)
    }
  }
}

extension Account {
  /// What open orders add to the initial margin: that of the larger side less that of the position, and what they lose at once.
  ///
  ///     max(0, IM(ordered size) − IM(position)) + Σ open losses
  ///
  /// - Returns: Nil where the ordered size is above the last cap.
  /// - SeeAlso: ``OrderedSize``.
  func orderMargin() -> Double? {
    var sum = 0.0
    var seen: Set<InstrumentID> = []
    for order in orders where seen.insert(order.instrument).inserted {
      let own = orders.filter { $0.instrument == order.instrument }
      let held = holdings.filter { $0.instrument == order.instrument }
      let unit = order.filled.notional / order.size
      let position = held.reduce(0) { sum, holding in
        sum + (holding.gainsWithPrice ? 1 : -1) * holding.notional / unit
      }
      let size = OrderedSize(
        position: position, buys: own.filter(\.isBuy).map(\.size),
        sells: own.filter { !$0.isBuy }.map(\.size)
      ).size
      guard let kept = order.filled.rule.margin(of: size * unit) else { return nil }
      let charged = max(kept, size * unit * order.filled.initialRate)
      let before = held.reduce(0) { $0 + ($1.initialMargin ?? 0) }
      sum += max(0, charged - before) + own.reduce(0) { $0 + $1.openLoss }
    }
    return sum
  }
}
