public import Instruments
public import Margin
public import MarketData
public import RiskMeasures

/// One instrument's margin under stress.
public struct StressResult: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The date of the margin, or nil for an undated series.
  public let asOf: Timestamp?
  /// The bars of the margin period of risk.
  public let horizon: Horizon
  /// The level of the policy's measure.
  public let level: ConfidenceLevel
  /// The sides that have a margin.
  public let sides: [SideStress]
  /// How the margin hangs on the parameters; empty where nobody asked.
  public let sensitivities: [Sensitivity]
  /// Why there is no margin, or windows that the data do not hold.
  public let warnings: [MarginWarning]
  /// Why there is no margin on a side.
  public let failures: [MarginFailure]
}

/// The margin of one side under stress; losses are fractions of notional over the margin period of risk.
public struct SideStress: Sendable {
  /// The side.
  public let side: Side
  /// What is published.
  public let margin: InstrumentMargin
  /// The windows that the data hold, in the order asked for; then the worst for the side.
  public let windows: [Window]
  /// The shocks, in the order asked for.
  public let shocks: [Shock]
  /// What breaks the maintenance and the initial margin.
  public let breaks: [Break]

  /// The losses of a window.
  public struct Window: Sendable {
    /// What it is called.
    public let name: String
    /// The first day on which a loss of it began.
    public let from: Timestamp?
    /// The last day on which one ended.
    public let to: Timestamp?
    /// The losses in it.
    public let losses: Int
    /// The largest.
    public let worst: Double
    /// The day from which it ran.
    public let worstFrom: Timestamp?
    /// How many were above today's maintenance margin.
    public let aboveMaintenance: Int
    /// What the policy would publish where the measure of the window were that of the model; nil where its losses
    /// are too few for the level.
    public let published: MarginRate?
  }

  /// A move that never happened.
  public struct Shock: Sendable {
    /// The relative move of the price.
    public let move: Double
    /// The loss of the side.
    public let loss: Double
    /// The largest leverage that survives it: 1/loss; nil where nothing is lost.
    public let survives: Double?
  }

  /// The move that a margin does not cover.
  public struct Break: Sendable {
    /// Which of the rates.
    public let isInitial: Bool
    /// The rate.
    public let rate: MarginRate
    /// The move of the price at which the loss is the rate; nil where no move loses as much.
    public let move: Double?
    /// The move in volatilities over the horizon; nil without one.
    public let sigmas: Double?
    /// The losses there were.
    public let losses: Int
    /// How many were above the rate.
    public let exceedances: Int
    /// The day from which the last of them ran.
    public let lastFrom: Timestamp?
    /// The 95 % interval of their frequency, as of independent losses; nil without a loss, and where losses overlap.
    public let interval: ClosedRange<Double>?
  }
}

/// The margin with parameters moved.
public struct Sensitivity: Sendable {
  /// What is moved, and to what: `window 250`.
  public let change: String
  /// The published covered rate of each side, long before short; nil where there is none.
  public let rates: [MarginRate?]
  /// What it is without the change.
  public let base: [MarginRate?]
  /// The exceedances over the history that both policies share, and the losses; nil where they share none.
  public let exceedances: (count: Int, losses: Int)?
  /// Those without the change.
  public let baseExceedances: (count: Int, losses: Int)?
}
