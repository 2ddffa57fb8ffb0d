/// The solvency ratio κ = M/MM, equity ÷ maintenance margin; liquidation occurs at κ ≤ 1.
public struct SolvencyRatio: Hashable, Sendable {
  /// The equity M.
  public let equity: Double
  /// The maintenance margin MM, above zero.
  public let maintenanceMargin: Double

  /// Creates a ratio; nil without maintenance margin, or with one so small that the ratio is not
  /// finite.
  public init?(equity: Double, maintenanceMargin: Double) {
    guard maintenanceMargin > 0, (equity / maintenanceMargin).isFinite else { return nil }
    self.equity = equity
    self.maintenanceMargin = maintenanceMargin
  }

  /// The ratio κ.
  public var value: Double { equity / maintenanceMargin }

  /// Whether the position is liquidated: κ ≤ 1.
  public var isLiquidatable: Bool { equity <= maintenanceMargin }

}
