internal import RiskMeasures

/// The margin calls and liquidations caused by a margin change at an unchanged price.
///
/// A higher initial margin can cause margin calls but no liquidations; only a higher maintenance
/// margin can cause liquidations.
public struct ChangeImpact: Hashable, Sendable {
  /// The reference positions that the old initial margin allowed, by ascending leverage.
  public let positions: [Position]
  /// The lowest leverage with a call or a liquidation, to 0.01; nil if no position is affected.
  ///
  /// L > 1 / new initial.
  public let smallestCalled: Leverage?
  /// The lowest leverage with a liquidation, to 0.01; nil if no position is liquidated.
  ///
  /// L ≥ 1 / new maintenance.
  public let smallestLiquidated: Leverage?

  /// One reference position under both schedules.
  public struct Position: Hashable, Sendable {
    /// The leverage at which the position was opened.
    public let leverage: Leverage
    /// The outcome under the old schedule: kept, or liquidated if the two margins are equal.
    public let before: PositionOutcome
    /// The outcome under the new schedule.
    public let after: PositionOutcome
    /// The adverse price move to liquidation under the old schedule; nil if there is none.
    public let adverseMoveBefore: Double?
    /// The adverse price move to liquidation under the new schedule; nil if there is none.
    public let adverseMoveAfter: Double?

    /// Whether the change worsens the outcome.
    public var isHit: Bool { after > before }
  }

  /// Creates the impact on `leverages`; those above the old maximum leverage are left out.
  public init(
    of change: MarginChange, leverages: [Leverage], highestLeverage: Leverage? = nil
  ) {
    let highest = highestLeverage ?? Leverage(hundredths: .max)
    positions = leverages.sorted().compactMap { leverage in
      let position = ReferencePosition(leverage: leverage, side: change.side)
      guard leverage <= highest, position.canBeOpened(under: change.old) else { return nil }
      return Position(
        leverage: leverage, before: position.outcome(under: change.old),
        after: position.outcome(under: change.new),
        adverseMoveBefore: position.adverseMove(under: change.old),
        adverseMoveAfter: position.adverseMove(under: change.new))
    }
    func smallest(_ rate: MarginRate, _ quotient: (Int, Int) -> Int) -> Leverage? {
      guard rate > .zero else { return nil }
      let leverage = Leverage(hundredths: quotient(100_000_000, rate.millionths))
      guard leverage.hundredths > 0, leverage <= highest else { return nil }
      return ReferencePosition(leverage: leverage, side: change.side)
        .canBeOpened(under: change.old) ? leverage : nil
    }
    smallestCalled = smallest(change.new.initial) { $0 / $1 + 1 }
    smallestLiquidated =
      change.new.maintenance > change.old.maintenance
      ? smallest(change.new.maintenance) { ($0 + $1 - 1) / $1 } : nil
  }

  /// The leverages of the positions whose outcome the change worsens to `outcome`.
  public func leverages(_ outcome: PositionOutcome) -> [Leverage] {
    positions.filter { $0.isHit && $0.after == outcome }.map(\.leverage)
  }
}
