public import Margin
public import MarketData
public import Policies
public import Text

/// The result of a search for one group of instruments.
public struct TuneOutcome: Sendable {
  /// The instruments.
  public let instruments: [InstrumentID]
  /// The paths of the parameters.
  public let names: [String]
  /// The constraints.
  public let settings: TuneSettings
  /// The current policy on the dates of the selection.
  public let incumbent: Row?
  /// The cheapest policy that satisfies the constraints; nil if there is none.
  public let chosen: Row?
  /// If no policy is selected, the nearest one with the constraints that it violates.
  public let nearest: (row: Row, misses: [String])?
  /// The policies on the Pareto frontier of cost, coverage, peak-to-trough and rise, cheapest
  /// first.
  public let frontier: [Row]
  /// The selection before each fold, with its score on the fold.
  public let folds: [Fold]
  /// The scores of the selected and the current policy on the final test dates, used once; nil
  /// without enough dates.
  public let test: (from: Timestamp?, to: Timestamp?, chosen: TuneScore?, incumbent: TuneScore?)?
  /// The selection with each crisis excluded.
  public let crises: [Crisis]
  /// The number of different policies evaluated, including those of the local search.
  public let tried: Int
  /// The number of combinations whose values are inconsistent with each other.
  public let refused: Int
  /// The number of combinations that resolve to the policy of another one.
  public let repeated: Int
  /// The probability of backtest overfitting on the grid; nil for one policy.
  public let overfitting: Double?
  /// The p-value of superior predictive ability against the incumbent; nil without candidates.
  public let superiorAbility: Double?
  /// The first and the last date of the selection.
  public let span: (from: Timestamp?, to: Timestamp?)
  /// The warnings about the result.
  public let warnings: [MarginWarning]

  /// The unit of margins.
  public var unit: LossUnit {
    (incumbent ?? chosen ?? nearest?.row)?.configuration.model.unit ?? .fraction
  }

  /// A policy with its score on a range of dates.
  public struct Row: Sendable {
    /// The values of the parameters; nil without the step.
    public let values: [JSON?]
    /// The policy.
    public let configuration: CalibrationConfiguration
    /// The score.
    public let score: TuneScore
  }

  /// An outer fold.
  public struct Fold: Sendable {
    /// The first date.
    public let from: Timestamp?
    /// The last date.
    public let to: Timestamp?
    /// The selection on all preceding dates; nil if no policy satisfied the constraints.
    public let chosen: TuneCandidate?
    /// The score of the selection on the fold; nil without one.
    public let score: TuneScore?
  }

  /// A selection without the dates of a crisis.
  public struct Crisis: Sendable {
    /// The name.
    public let name: String
    /// The selection; nil if no policy satisfied the constraints.
    public let chosen: TuneCandidate?
    /// Whether it equals the selection on all dates.
    public let isTheSame: Bool
  }
}

extension JSON {
  /// The value in the form of a policy file.
  public var text: String { policyText }
}
