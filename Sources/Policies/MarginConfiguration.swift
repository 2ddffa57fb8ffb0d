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
  /// The initial margin: a multiple of maintenance margin, or a loss on top of it.
  public let initial: InitialChoice
  /// The period of risk from the size of a position; nil takes ``periodOfRisk``.
  public let liquidation: LiquidationParameters?
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
    case measure, level, covers, sides, rounding, initial, liquidation
    case periodOfRisk = "period-of-risk"
    case hardMinimum = "hard-minimum"
    case quantileConvention = "quantile-convention"
    case noticeBars = "notice-bars"
    case leverageLadder = "leverage-ladder"
    case article28Option = "article-28-option"
  }
}

/// What the initial margin is made of.
public enum InitialChoice: Hashable, Sendable {
  /// Initial over maintenance margin.
  case ratio(Double)
  /// The loss over the reaction time of a client, on top of maintenance margin.
  case reaction(ReactionParameters)
}

extension InitialChoice: Codable {
  /// Decodes a number or a table.
  public init(from decoder: any Decoder) throws {
    if let ratio = try? decoder.singleValueContainer().decode(Double.self) {
      self = .ratio(ratio)
    } else {
      self = .reaction(try ReactionParameters(from: decoder))
    }
  }

  /// Encodes a number or a table.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .ratio(let ratio):
      var container = encoder.singleValueContainer()
      try container.encode(ratio)
    case .reaction(let parameters): try parameters.encode(to: encoder)
    }
  }
}

/// The level and the time that an initial margin is for, beyond maintenance margin.
public struct ReactionParameters: Hashable, Sendable, Codable {
  /// The confidence level, in (½, 1).
  public let level: Double
  /// The time a client has to answer a call.
  public let periodOfRisk: MarginPeriodOfRisk

  enum CodingKeys: String, CodingKey {
    case level
    case periodOfRisk = "period-of-risk"
  }
}

/// How long it takes to close a position of a size.
public struct LiquidationParameters: Hashable, Sendable, Codable {
  /// The notional of the position.
  public let notional: Double
  /// The notional traded in a bar.
  public let volume: Double
  /// The share of the volume that is traded.
  public let participation: Double
  /// Bars until the closing begins.
  public let detectionBars: Double
  /// Bars that the venue may be down.
  public let outageBars: Double

  enum CodingKeys: String, CodingKey {
    case notional, volume, participation
    case detectionBars = "detection-bars"
    case outageBars = "outage-bars"
  }

  /// τ = detection + outage + N/(πV), rounded up to whole bars.
  var periodOfRisk: MarginPeriodOfRisk? {
    let size = PositionSize(notional: notional, volume: volume)
    let bars = (detectionBars + outageBars + size.bars(participation: participation)).rounded(.up)
    return bars <= 10_000 ? MarginPeriodOfRisk(count: max(1, Int(bars)), unit: .bars) : nil
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
