internal import RiskMeasures

/// Who is called or liquidated when the margins of one instrument and side change at an unchanged price.
///
/// A rise of the initial margin can call a position but liquidate none; only a rise of the maintenance
/// margin can liquidate.
public struct ChangeImpact: Hashable, Sendable {
  /// The reference positions that the old initial margin allowed, by ascending leverage.
  public let positions: [Position]
  /// The smallest leverage that is called or liquidated, to 0.01; nil where none that could be opened is.
  ///
  /// L > 1 / new initial.
  public let smallestCalled: Leverage?
  /// The smallest leverage that is liquidated, to 0.01; nil where none that could be opened is.
  ///
  /// L ≥ 1 / new maintenance.
  public let smallestLiquidated: Leverage?

  /// One reference position under both schedules.
  public struct Position: Hashable, Sendable {
    /// The leverage at which it was opened.
    public let leverage: Leverage
    /// What it is under the old schedule: kept, or liquidated where its margins are one.
    public let before: PositionOutcome
    /// What becomes of it under the new one.
    public let after: PositionOutcome
    /// The price move against it that liquidates it under the old schedule; nil where none does.
    public let adverseMoveBefore: Double?
    /// The same under the new schedule.
    public let adverseMoveAfter: Double?

    /// Whether the change makes it worse.
    public var isHit: Bool { after > before }
  }

  /// The impact of a change on positions at `leverages`, of which none is above the highest of the old schedule.
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

  /// The leverages of the positions that the change turns into `outcome`.
  public func leverages(_ outcome: PositionOutcome) -> [Leverage] {
    positions.filter { $0.isHit && $0.after == outcome }.map(\.leverage)
  }
}
