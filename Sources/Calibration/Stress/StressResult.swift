public import Instruments
public import Margin
public import MarketData
public import RiskMeasures

/// The stress test of one instrument's margin.
public struct StressResult: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The date of the margin, or nil for an undated series.
  public let asOf: Timestamp?
  /// The number of bars in the margin period of risk.
  public let horizon: Horizon
  /// The confidence level of the policy's measure.
  public let level: ConfidenceLevel
  /// The sides with a margin.
  public let sides: [SideStress]
  /// The sensitivities of the margin to parameters; empty unless requested.
  public let sensitivities: [Sensitivity]
  /// The warnings, such as windows that the data do not cover.
  public let warnings: [MarginWarning]
  /// The reasons for missing margins.
  public let failures: [MarginFailure]
}

/// The stress test of one side's margin; losses are over the margin period of risk, fractions of
/// notional or in price units.
public struct SideStress: Sendable {
  /// The side.
  public let side: Side
  /// The published margin.
  public let margin: InstrumentMargin
  /// The windows that the data cover, in the requested order, followed by the worst window of the
  /// side.
  public let windows: [Window]
  /// The shocks, in the requested order.
  public let shocks: [Shock]
  /// The price moves that exhaust the maintenance and the initial margin.
  public let breaks: [Break]

  /// The losses of a window.
  public struct Window: Sendable {
    /// The name.
    public let name: String
    /// The start of the first loss.
    public let from: Timestamp?
    /// The end of the last loss.
    public let to: Timestamp?
    /// The number of losses.
    public let losses: Int
    /// The largest loss.
    public let worst: Double
    /// The start of the largest loss.
    public let worstFrom: Timestamp?
    /// The number of losses above the current maintenance margin.
    public let aboveMaintenance: Int
    /// The rate that the policy would publish with the measure of the window; nil if the window has
    /// too few losses for the level.
    public let published: MarginRate?
  }

  /// A hypothetical price shock.
  public struct Shock: Sendable {
    /// The simple return of the price, at the last price where losses are in price units.
    public let move: Double
    /// The loss of the side.
    public let loss: Double
    /// The maximum leverage that survives the shock, 1/loss; nil without a loss, and in price units.
    public let survives: Double?
  }

  /// The smallest price move that a margin does not cover.
  public struct Break: Sendable {
    /// Whether the rate is the initial margin rate.
    public let isInitial: Bool
    /// The rate.
    public let rate: MarginRate
    /// The price move at which the loss equals the rate, a simple return or in price units; nil if
    /// there is none.
    public let move: Double?
    /// The move in volatilities over the horizon; nil without a volatility.
    public let sigmas: Double?
    /// The number of historical losses.
    public let losses: Int
    /// The number of losses above the rate.
    public let exceedances: Int
    /// The start of the most recent of these.
    public let lastFrom: Timestamp?
    /// The 95 % interval of their frequency for independent losses; nil without losses, or if
    /// losses overlap.
    public let interval: ClosedRange<Double>?
  }
}

/// The margin under shifted parameters.
public struct Sensitivity: Sendable {
  /// The change, such as `window 250`.
  public let change: String
  /// The published covered rate of each side, long before short; nil if there is none.
  public let rates: [MarginRate?]
  /// The rates without the change.
  public let base: [MarginRate?]
  /// The exceedances over the history shared by both policies, with the number of losses; nil if
  /// there is none.
  public let exceedances: (count: Int, losses: Int)?
  /// The exceedances without the change.
  public let baseExceedances: (count: Int, losses: Int)?
}
