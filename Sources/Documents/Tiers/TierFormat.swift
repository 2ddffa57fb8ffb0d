public import Margin

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

/// Tables of brackets as a file held them.
public struct TierDocument: Sendable {
  /// The shape they came in.
  public let format: TierFormat
  /// One table a symbol, in the order of the file.
  public let tables: [TierTable]
  /// The document itself, for writing it as it was; nil for CSV.
  let json: (value: JSONText, layout: JSONText.Layout, ending: String)?

  /// Tables without a document of their own.
  public init(tables: [TierTable], format: TierFormat = .csv) {
    self.tables = tables
    self.format = format
    json = nil
  }

  init(
    tables: [TierTable], format: TierFormat,
    json: (value: JSONText, layout: JSONText.Layout, ending: String)?
  ) {
    self.tables = tables
    self.format = format
    self.json = json
  }
}

/// How a file of brackets is read.
public struct TierReading: Hashable, Sendable {
  /// The shape, or nil to find it out.
  public var format: TierFormat?
  /// What is no fault.
  public var allowance = TierTable.Allowance.none
  /// Whether tiers are put in order and gaps closed.
  public var repair = Repair.refused
  /// How rates add up where the file does not say.
  public var rule = TierRule.marginal

  /// Whether a faulty table is mended.
  public enum Repair: Hashable, Sendable { case refused, asked }

  /// Reading of a file that is right.
  public init() {}
}
