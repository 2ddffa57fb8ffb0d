internal import Instruments
public import MarketData

/// The side of an order.
public enum OrderSide: String, Hashable, Sendable, Codable, CaseIterable {
  case buy, sell
}

extension Account {
  /// An open futures order, for which initial margin is charged.
  public struct Order: Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// The underlying; by default the instrument itself.
    public let underlying: InstrumentID
    /// The position after a fill at the order price, at the current mark.
    public let filled: MarginedFuture

    /// Creates an order from the position it would open: side, size and entry price.
    public init(
      _ instrument: InstrumentID, _ filled: MarginedFuture, underlying: InstrumentID? = nil
    ) {
      self.instrument = instrument
      self.underlying = underlying ?? instrument
      self.filled = filled
    }

    /// The side of the order.
    public var side: OrderSide { filled.future.side == .long ? .buy : .sell }
    /// The size, in the unit of a position, above zero.
    public var size: Double { filled.future.size }
    /// The order price.
    public var price: Double { filled.future.entryPrice }
    /// The loss at the current mark if the order fills, in the settlement currency; at least zero.
    public var openLoss: Double { max(0, -filled.unrealizedProfit) }
  }
}

extension Account {
  /// The initial margin of open orders: the increase on the larger side plus open losses.
  ///
  ///     max(0, IM(ordered size) − IM(position)) + Σ open losses
  ///
  /// - Returns: Nil if the ordered size is above the last cap.
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
