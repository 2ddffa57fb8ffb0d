internal import Glibc

/// How implied volatility moves in a scenario: relative to itself, less for expiries far away.
///
///     relative   σ′ = max(σ (1 + u (30/max(D, D₀))^p), floor),   p one power below 30 days and another above
///     absolute   σ′ = σ + u
///
/// - SeeAlso: Deribit, *Portfolio margin*; Derive, *PM2*; Paradex, *Portfolio margin*.
public struct VolatilityShock: Hashable, Sendable {
  /// What a move u of the volatility is a part of.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// The volatility.
    case relative
    /// One: moves are volatility points.
    case absolute
  }

  /// What the moves are a part of.
  public let unit: Unit
  /// The move u of a rise.
  public let up: Double
  /// The move u of a fall, above zero.
  public let down: Double
  /// The power p of an expiry below 30 days.
  public let shortPower: Double
  /// The power p of an expiry from 30 days on.
  public let longPower: Double
  /// The least days to expiry D₀ that the power sees.
  public let leastDays: Double
  /// The least volatility after a rise.
  public let floor: Double

  /// A rule.
  public init(
    _ unit: Unit = .relative, up: Double, down: Double, shortPower: Double = 0.3,
    longPower: Double = 0.13,
    leastDays: Double = 1, floor: Double = 0
  ) {
    precondition(up >= 0 && down >= 0 && leastDays > 0 && floor >= 0, "Ranges are from 0 on")
    self.unit = unit
    self.up = up
    self.down = down
    self.shortPower = shortPower
    self.longPower = longPower
    self.leastDays = leastDays
    self.floor = floor
  }

  /// What a volatility is multiplied by, from 0 on; 1 where moves are absolute.
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
