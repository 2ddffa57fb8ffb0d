internal import Instruments
public import MarketData

/// The side of an order.
public enum OrderSide: String, Hashable, Sendable, Codable, CaseIterable {
  case buy, sell
}

extension Account {
  /// An open order of a future, which the initial margin is charged for.
  public struct Order: Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// What moves it; the instrument itself where it is not given.
    public let underlying: InstrumentID
    /// What it would be when it was filled at its price, at the mark of today.
    public let filled: MarginedFuture

    /// An order, by what it opens: a position of its side and size, entered at its price.
    public init(
      _ instrument: InstrumentID, _ filled: MarginedFuture, underlying: InstrumentID? = nil
    ) {
      self.instrument = instrument
      self.underlying = underlying ?? instrument
      self.filled = filled
    }

    /// Whether it buys or sells.
    public var side: OrderSide { filled.future.side == .long ? .buy : .sell }
    /// Its size, as of a position, above zero.
    public var size: Double { filled.future.size }
    /// Its price.
    public var price: Double { filled.future.entryPrice }
    /// What it loses at once when it is filled, in the settling currency.
    public var openLoss: Double { max(0, -filled.unrealizedProfit) }
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
      let held = holdings.filter { $0.instrument == order.instrument }.map(\.position)
      let unit = order.filled.notional / order.size
      let position = held.reduce(0) { sum, position in
        sum + (position.gainsWithPrice ? 1 : -1) * position.notional / unit
      }
      let size = OrderedSize(
        position: position, buys: own.filter { $0.side == .buy }.map(\.size),
        sells: own.filter { $0.side == .sell }.map(\.size)
      ).size
      guard let kept = order.filled.rule?.margin(of: size * unit) else { return nil }
      let charged = max(kept, size * unit * order.filled.initialRate)
      let before = held.reduce(0) { $0 + ($1.initialMargin ?? 0) }
      sum += max(0, charged - before) + own.reduce(0) { $0 + $1.openLoss }
    }
    return sum
  }
}
