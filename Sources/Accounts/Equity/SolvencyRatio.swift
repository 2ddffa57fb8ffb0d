/// κ = M/MM, equity over maintenance margin: at one and below, a position or an account is liquidated.
public struct SolvencyRatio: Hashable, Sendable {
  /// The equity M.
  public let equity: Double
  /// The maintenance margin MM, above zero.
  public let maintenanceMargin: Double

  /// The ratio; nil where nothing is to be maintained.
  public init?(equity: Double, maintenanceMargin: Double) {
    guard maintenanceMargin > 0 else { return nil }
    self.equity = equity
    self.maintenanceMargin = maintenanceMargin
  }

  /// The ratio κ.
  public var value: Double { equity / maintenanceMargin }

  /// Whether the position is liquidated: κ ≤ 1.
  public var isLiquidatable: Bool { equity <= maintenanceMargin }

}
