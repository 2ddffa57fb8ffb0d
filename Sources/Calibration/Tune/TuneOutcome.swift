public import Margin
public import MarketData
public import Policies

/// What a search found for one group of instruments.
public struct TuneOutcome: Sendable {
  /// The instruments that the parameters are for.
  public let instruments: [InstrumentID]
  /// The parameters that were tried, by their paths.
  public let names: [String]
  /// What a policy must hold.
  public let settings: TuneSettings
  /// The policy as it was, on the dates of the choice.
  public let incumbent: Row?
  /// The cheapest policy that holds everything; nil where none does.
  public let chosen: Row?
  /// Without a choice, the one that misses least, and what it misses.
  public let nearest: (row: Row, misses: [String])?
  /// Policies that none other beats in cost, coverage, peak-to-trough and rise at once, the cheapest first.
  public let frontier: [Row]
  /// The choice on the dates before each fold, and how it did on the fold.
  public let folds: [Fold]
  /// How the choice and the incumbent did on the last dates, which were opened once; nil without enough dates.
  public let test: (from: Timestamp?, to: Timestamp?, chosen: TuneScore?, incumbent: TuneScore?)?
  /// The choice with each crisis left out.
  public let crises: [Crisis]
  /// The policies that were tried, those of the local search among them.
  public let tried: Int
  /// The combinations that no policy can hold.
  public let refused: Int
  /// The probability of backtest overfitting on the grid; nil for one policy.
  public let overfitting: Double?
  /// The p-value of superior predictive ability against the incumbent; nil without candidates.
  public let superiorAbility: Double?
  /// The first and last date of the choice.
  public let span: (from: Timestamp?, to: Timestamp?)
  /// What the reader has to know.
  public let warnings: [MarginWarning]

  /// A policy with its score on some dates.
  public struct Row: Sendable {
    /// The values of the parameters, nil without the step.
    public let values: [ConfigurationValue?]
    /// The policy.
    public let configuration: CalibrationConfiguration
    /// How it did.
    public let score: TuneScore
  }

  /// An outer fold.
  public struct Fold: Sendable {
    /// Its first date.
    public let from: Timestamp?
    /// Its last date.
    public let to: Timestamp?
    /// The choice on all dates before it; nil where none held everything.
    public let chosen: TuneCandidate?
    /// How the choice did on the fold; nil without one.
    public let score: TuneScore?
  }

  /// A choice without the dates of a crisis.
  public struct Crisis: Sendable {
    /// What it is called.
    public let name: String
    /// The choice; nil where none held everything.
    public let chosen: TuneCandidate?
    /// Whether it is the policy that is chosen on all dates.
    public let isTheSame: Bool
  }
}

extension ConfigurationValue {
  /// The value as a policy file writes it.
  public var text: String { inlineText }
}
