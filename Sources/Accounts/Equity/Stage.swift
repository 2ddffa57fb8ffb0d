/// The stage of an account or position on the way to liquidation.
public enum Stage: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  /// Equity is at least the initial margin.
  case free
  /// Equity is below the initial margin: risk may not be increased.
  case warning
  /// Equity is close to the maintenance margin: positions may only be reduced.
  case restricted
  /// Equity is at or below the maintenance margin: positions are closed in the market.
  case liquidation
  /// The solvency ratio is at or below the backstop ratio: a backstop takes positions over.
  case backstop
  /// Equity is below zero.
  case bankrupt

  /// Orders stages from best to worst.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The solvency ratios at which stages begin.
///
///     M < 0 bankrupt;  κ ≤ backstop;  κ ≤ 1 liquidation;
///     M ≥ IM free;  κ < restricted;  otherwise warning
public struct StageLadder: Hashable, Sendable {
  /// The solvency ratio below which an account short of initial margin may only reduce positions.
  public let restricted: Double
  /// The solvency ratio at or below which a backstop takes positions over.
  public let backstop: Double

  /// Creates a ladder.
  ///
  /// - Precondition: 0 ≤ backstop ≤ 1 ≤ restricted.
  public init(restricted: Double = 1.2, backstop: Double = 2.0 / 3) {
    precondition(
      backstop >= 0 && backstop <= 1 && restricted >= 1, "Stages begin in order")
    self.restricted = restricted
    self.backstop = backstop
  }

  /// The stage for an equity and its margins.
  public func stage(equity: Double, initialMargin: Double, maintenanceMargin: Double) -> Stage {
    if equity < 0 { return .bankrupt }
    guard let ratio = SolvencyRatio(equity: equity, maintenanceMargin: maintenanceMargin) else {
      return equity >= initialMargin ? .free : .warning
    }
    if ratio.value <= backstop { return .backstop }
    if ratio.isLiquidatable { return .liquidation }
    if equity >= initialMargin { return .free }
    return ratio.value < restricted ? .restricted : .warning
  }
}
