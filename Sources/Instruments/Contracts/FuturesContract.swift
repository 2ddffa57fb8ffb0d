/// How a futures contract or a perpetual pays, each in the currency it settles in.
///
///     linear    profit s q m (P − E),     value q m P,   in the quote currency
///     inverse   profit s Q m (1/E − 1/P), value Q m/P,   in coin
///     quanto    profit s q m (P − E),     value q m P,   m in the settling currency for a point of the price
///
/// - SeeAlso: BitMEX, *Inverse contracts* and *Quanto contracts*.
public enum FuturesContract: String, Hashable, Sendable, Codable, CaseIterable {
  case linear, inverse, quanto

  /// x of a price: P, or 1/P for an inverse contract.
  package func coordinate(of price: Double) -> Double { self == .inverse ? 1 / price : price }

  /// The price of x.
  package func price(at coordinate: Double) -> Double { self == .inverse ? 1 / coordinate : coordinate }
}
