internal import Glibc

/// The change of implied volatility in a scenario, scaled down for distant expiries.
///
///     relative   σ′ = max(σ (1 + u (30/max(D, D₀))^p), floor),   p for expiries below 30 days or for longer ones
///     absolute   σ′ = σ + u
///
/// - SeeAlso: Deribit, *Portfolio margin*; Derive, *PM2*; Paradex, *Portfolio margin*.
public struct VolatilityShock: Hashable, Sendable {
  /// The unit of a volatility move u.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// Relative to the volatility.
    case relative
    /// In volatility points.
    case absolute
  }

  /// The unit of the moves.
  public let unit: Unit
  /// The move u of a rise in volatility.
  public let up: Double
  /// The size of the move u of a fall in volatility.
  public let down: Double
  /// The power p for expiries below 30 days.
  public let shortPower: Double
  /// The power p for expiries of 30 days or more.
  public let longPower: Double
  /// The floor D₀ on days to expiry in the power.
  public let leastDays: Double
  /// The minimum volatility after a rise.
  public let floor: Double

  /// A shock rule.
  public init(
    _ unit: Unit = .relative, up: Double, down: Double, shortPower: Double = 0.3,
    longPower: Double = 0.13,
    leastDays: Double = 1, floor: Double = 0
  ) {
    precondition(
      up >= 0 && down >= 0 && leastDays > 0 && floor >= 0, "moves and floors must not be negative")
    self.unit = unit
    self.up = up
    self.down = down
    self.shortPower = shortPower
    self.longPower = longPower
    self.leastDays = leastDays
    self.floor = floor
  }

  /// The factor on the volatility, not negative; 1 for absolute moves.
  public func factor(_ move: Scenario.VolatilityMove, years: Double) -> Double {
    guard unit == .relative else { return 1 }
    let days = years * 365
    let scale = pow(30 / max(days, leastDays), days < 30 ? shortPower : longPower)
    switch move {
    case .up: return 1 + up * scale
    case .same: return 1
    case .down: return max(0, 1 - down * scale)
    }
  }

  /// The volatility σ′ in a scenario, above zero.
  public func shocked(
    _ volatility: Double, _ move: Scenario.VolatilityMove, years: Double
  ) -> Double {
    let moved: Double
    switch (unit, move) {
    case (.relative, _): moved = volatility * factor(move, years: years)
    case (.absolute, .up): moved = volatility + up
    case (.absolute, .same): moved = volatility
    case (.absolute, .down): moved = volatility - down
    }
    return max(move == .up ? max(moved, floor) : moved, 1e-9)
  }
}
