/// How a venue and its clients act in a replay.
public struct ReplayRules: Hashable, Sendable {
  /// What a position meets within a bar.
  public enum Path: String, Hashable, Sendable, Codable, CaseIterable {
    /// A long the low, a short the high; a liquidation begins where its price is crossed, or at the open beyond it.
    case adverse
    /// The same, but a liquidation begins at the low or the high, without trades in between.
    case worst
    /// Both the close.
    case close
  }

  /// Who pays what the fund cannot.
  public enum LossRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The other side by rank of profit and leverage, closed at the bankruptcy price.
    case queue
    /// Unrealized profits, whichever side has them, each in proportion.
    case proRata = "pro-rata"
    /// No one: the loss stays unpaid.
    case none
  }

  /// The price path within a bar.
  public var path = Path.adverse
  /// The solvency ratio at or below which a client is called; that of its initial margin where it is lower.
  public var callRatio = 1.2
  /// The chance that a called client pays up to the initial margin.
  public var topUpChance = 0.5
  /// Bars from a call to its payment.
  public var topUpBars = 1
  /// The solvency ratio to which a position is cut; nil closes all of it.
  public var targetRatio: Double?
  /// The fee, of the notional that is liquidated, to the fund while the account can pay it.
  public var liquidationFee = 0.0005
  /// What a liquidation fills worse than its price, a fraction of it.
  public var slippage = 0.0005
  /// The further move of a fill of the whole volume of a bar; it rises with the root of the share, up to the price itself.
  public var impact = 0.0
  /// The share of a bar's volume that is liquidated at most, the rest waits for the next bar; nil has no bound.
  public var participation: Double?
  /// What longs pay shorts of the value at the close at each interval.
  public var fundingRate = 0.0
  /// Bars of the interval.
  public var fundingBars = 8
  /// The permanent relative move of a liquidation of a bar's whole volume; zero for no feedback.
  ///
  /// A bar at most halves or doubles prices, all bars together move them by a factor of 100 at most.
  public var feedback = 0.0
  /// Whether tiers of size hold an owner's positions on a side together, not each on its own.
  public var marginsByOwner = false
  /// Who pays what the fund cannot.
  public var lossRule = LossRule.queue

  /// The rules of the defaults.
  public init() {}
}
