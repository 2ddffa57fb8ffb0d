/// The behavior of a venue and its clients in a replay.
public struct ReplayRules: Hashable, Sendable {
  /// The intrabar price path.
  public enum Path: String, Hashable, Sendable, Codable, CaseIterable {
    /// Longs see the low, shorts the high.
    ///
    /// A liquidation begins at its price, or at the open if that is beyond it.
    case adverse
    /// Longs see the low, shorts the high; a liquidation begins there, without trades in between.
    case worst
    /// Both sides see only the close.
    case close
  }

  /// The allocation of losses that the fund cannot pay.
  public enum LossRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// Auto-deleveraging of the other side by profit and leverage, at the bankruptcy price.
    case queue
    /// Pro rata: unrealized profits on either side, in proportion.
    case proRata = "pro-rata"
    /// None: the loss stays unpaid.
    case none
  }

  /// The intrabar price path.
  public var path = Path.adverse
  /// The solvency ratio at or below which a client is called, at most that of its initial margin.
  public var callRatio = 1.2
  /// The probability that a called client pays up to the initial margin.
  public var topUpChance = 0.5
  /// The number of bars from a call to its payment.
  public var topUpBars = 1
  /// The target solvency ratio of a partial liquidation; nil for full liquidation.
  public var targetRatio: Double?
  /// The liquidation fee, as a fraction of the liquidated notional.
  ///
  /// It is paid to the fund if the account can pay it.
  public var liquidationFee = 0.0005
  /// The slippage on liquidation fills, as a fraction of price.
  public var slippage = 0.0005
  /// The temporary price impact of a fill of a bar's whole volume, a fraction of price.
  ///
  /// It grows with the square root of the share of volume, up to the price itself.
  public var impact = 0.0
  /// The maximum share of a bar's volume that is liquidated; nil for no limit.
  ///
  /// The rest waits for the next bar.
  public var participation: Double?
  /// The funding rate that longs pay shorts per interval, a fraction of the value at the close.
  public var fundingRate = 0.0
  /// The funding interval, in bars.
  public var fundingBars = 8
  /// The permanent price impact of liquidating a bar's volume, as a fraction of price.
  ///
  /// A bar moves prices by at most a factor of 2, all bars together by at most a factor of 100.
  public var feedback = 0.0
  /// Whether tiers apply to an owner's total position on a side instead of each position.
  public var marginsByOwner = false
  /// The allocation of losses that the fund cannot pay.
  public var lossRule = LossRule.queue

  /// Creates the default rules.
  public init() {}
}
