/// The size of a position with its open orders, on which initial margin is charged.
///
///     buys  = max(0, Σ buys + q),   sells = max(0, Σ sells − q),   size = max(buys, sells)
///
/// with q positive for a long position. Orders never raise the maintenance margin.
///
/// - SeeAlso: Paradex, *Initial margin requirement*; GRVT and FTX charge the same.
public struct OrderedSize: Hashable, Sendable {
  /// The long size if all buy orders fill.
  public let buys: Double
  /// The short size if all sell orders fill.
  public let sells: Double

  /// Creates the sizes of a position, negative for a short, with its open orders.
  public init(position: Double, buys: [Double], sells: [Double]) {
    self.buys = max(0, buys.reduce(position, +))
    self.sells = max(0, sells.reduce(-position, +))
  }

  /// The larger of the two sizes.
  public var size: Double { max(buys, sells) }
}
