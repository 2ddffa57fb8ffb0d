/// The shapes that tables of brackets come in.
public enum TierFormat: String, Hashable, Sendable, CaseIterable {
  /// An object of symbols, each a list of unified tiers, or one such list.
  case ccxt
  /// Binance USD-M: brackets by notional, with cumulative deductions.
  case binanceUSDM = "binance-usdm"
  /// Binance COIN-M: brackets by quantity of the coin.
  case binanceCOINM = "binance-coinm"
  /// Hyperliquid margin tables: lower bounds and leverages; the rate is half of the least initial rate.
  case hyperliquid
  /// A row a tier.
  case csv
}
