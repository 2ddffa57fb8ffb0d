/// A joint move of price and volatility, with the share of its profit that counts.
public struct Scenario: Hashable, Sendable {
  /// The direction of implied volatilities.
  public enum VolatilityMove: String, Hashable, Sendable, Codable, CaseIterable {
    case up, same, down
  }

  /// The simple return of the price, above −1.
  public let move: Double
  /// The direction of implied volatilities.
  public let volatility: VolatilityMove
  /// The share of the profit or loss that counts, from 0 to 1.
  public let weight: Double

  /// A scenario with a move, a volatility direction and a weight.
  public init(_ move: Double, _ volatility: VolatilityMove = .same, weight: Double = 1) {
    precondition(
      move > -1 && (0 ... 1).contains(weight), "move must be above −1 and weight in 0 ... 1")
    self.move = move
    self.volatility = volatility
    self.weight = weight
  }
}
