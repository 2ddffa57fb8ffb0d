/// κ = M/MM, equity over maintenance margin: at one and below, a position or an account is liquidated.
///
/// Venues print other ratios of the same three amounts; each is a converter.
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

  /// MM/M, as Binance, Bybit and Deribit print it: liquidated at one and above; infinite without equity.
  public var maintenanceShare: Double {
    equity > 0 ? maintenanceMargin / equity : .infinity
  }

  /// M/(MM + fees), as OKX prints it: liquidated at one and below.
  public func ratio(withFees fees: Double) -> Double { equity / (maintenanceMargin + fees) }

  /// M/N, as FTX and Orderly print it: liquidated below the maintenance rate.
  ///
  /// - Precondition: notional > 0.
  public func marginFraction(of notional: Double) -> Double {
    precondition(notional > 0, "A notional is above 0, not \(notional)")
    return equity / notional
  }
}
