/// One joint move of price and volatility, with the part of its profit that counts.
public struct Scenario: Hashable, Sendable {
  /// The way of implied volatilities.
  public enum VolatilityMove: String, Hashable, Sendable, Codable, CaseIterable {
    case up, same, down
  }

  /// The simple return of the price, above −1.
  public let move: Double
  /// The way of implied volatilities.
  public let volatility: VolatilityMove
  /// The part of the profit or loss that counts, from 0 to 1.
  public let weight: Double

  /// A scenario.
  public init(_ move: Double, _ volatility: VolatilityMove = .same, weight: Double = 1) {
    precondition(move > -1 && (0 ... 1).contains(weight), "A move is above −1, a weight in 0 ... 1")
    self.move = move
    self.volatility = volatility
    self.weight = weight
  }
}
