/// Orders beside a position: what the initial margin is charged on.
///
///     buys  = max(0, Σ buys + q),   sells = max(0, Σ sells − q),   size = max(buys, sells)
///
/// with q above zero for a long. Orders never raise the maintenance margin.
///
/// - SeeAlso: Paradex, *Initial margin requirement*; GRVT and FTX charge the same.
public struct OrderedSize: Hashable, Sendable {
  /// What would be held if all buys filled.
  public let buys: Double
  /// What would be held if all sells filled.
  public let sells: Double

  /// The sizes of a position, below zero for a short, with its open orders.
  public init(position: Double, buys: [Double], sells: [Double]) {
    self.buys = max(0, buys.reduce(position, +))
    self.sells = max(0, sells.reduce(-position, +))
  }

  /// The larger of the two.
  public var size: Double { max(buys, sells) }
}
