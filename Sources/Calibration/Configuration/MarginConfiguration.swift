public import Margin

/// The `[margin]` table of a policy file.
public struct MarginConfiguration: Hashable, Sendable, Codable {
  /// The measure a margin is built on.
  public let measure: MeasureChoice
  /// The confidence level, in (½, 1).
  public let level: Double
  /// How long a position may lose before it is closed.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The published rate that the level is for.
  public let covers: CoveredRate
  /// Whether the sides publish their own rates.
  public let sides: SideRule
  /// The step that rates are rounded up to, as a fraction of notional.
  public let rounding: Double
  /// Initial over maintenance margin.
  public let initial: Double
  /// The rate that no step may go below.
  public let hardMinimum: HardMinimum
  /// The convention of sample quantiles.
  public let quantileConvention: QuantileConventionChoice
  /// Bars of notice before a margin is in force, beyond the next bar.
  public let noticeBars: Int
  /// The rungs that the largest leverage is rounded down to; nil rounds to 0.01.
  public let leverageLadder: [Double]?
  /// The option of Article 28(1) that an `emir-*` preset takes.
  public let article28Option: Article28Option?

  enum CodingKeys: String, CodingKey {
    case measure, level, covers, sides, rounding, initial
    case periodOfRisk = "period-of-risk"
    case hardMinimum = "hard-minimum"
    case quantileConvention = "quantile-convention"
    case noticeBars = "notice-bars"
    case leverageLadder = "leverage-ladder"
    case article28Option = "article-28-option"
  }
}

/// The name of a risk measure.
public enum MeasureChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The loss exceeded with at most the tail probability.
  case valueAtRisk = "value-at-risk"
  /// The mean of the worst losses.
  case expectedShortfall = "expected-shortfall"
}

/// The convention of sample quantiles.
public enum QuantileConventionChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The order statistic ⌈(n + 1)c⌉, exceeded by the next loss with at most 1 − c.
  case predictive
  /// The order statistic ⌈nc⌉.
  case inverse
}

/// The `[run]` table of a policy file.
public struct RunConfiguration: Hashable, Sendable, Codable {
  /// The key of all random numbers.
  public let seed: Int
  /// The observations between two estimations of a model's parameters.
  public let refitEvery: Int

  enum CodingKeys: String, CodingKey {
    case seed
    case refitEvery = "refit-every"
  }
}
