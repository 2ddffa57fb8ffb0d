public import Margin
public import Statistics

/// The `[margin]` table of a policy file.
public struct MarginConfiguration: Hashable, Sendable, Decodable {
  /// The risk measure of the margin.
  public let measure: MeasureChoice
  /// The confidence level, in (½, 1).
  public let level: Double
  /// The margin period of risk.
  public let periodOfRisk: MarginPeriodOfRisk
  /// The published rate to which the level applies.
  public let covers: CoveredRate
  /// Whether the sides have separate rates.
  public let sides: SideRule
  /// The increment to which rates are rounded up, as a fraction of notional.
  public let rounding: Double
  /// The initial margin, as a multiple of maintenance margin or as an additional loss.
  public let initial: InitialChoice
  /// The liquidation period derived from position size; nil uses ``periodOfRisk``.
  public let liquidation: LiquidationParameters?
  /// The minimum rate that no step may go below.
  public let hardMinimum: HardMinimum
  /// The convention of sample quantiles.
  public let quantileConvention: QuantileConvention
  /// The number of bars of notice before a margin is in force, beyond the next bar.
  public let noticeBars: Int
  /// The leverage steps to which the maximum leverage is rounded down; nil rounds to 0.01.
  public let leverageLadder: [Double]?
  /// The Article 28(1) option of an `emir-*` preset.
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

/// The rule for the initial margin.
public enum InitialChoice: Hashable, Sendable {
  /// The ratio of initial to maintenance margin.
  case ratio(Double)
  /// The loss over the client's reaction time, in addition to maintenance margin.
  case reaction(ReactionParameters)
}

extension InitialChoice: Decodable {
  /// Decodes a number or a table.
  public init(from decoder: any Decoder) throws {
    if let ratio = try? decoder.singleValueContainer().decode(Double.self) {
      self = .ratio(ratio)
    } else {
      self = .reaction(try ReactionParameters(from: decoder))
    }
  }
}

/// The level and the reaction time of an initial margin beyond maintenance margin.
public struct ReactionParameters: Hashable, Sendable, Decodable {
  /// The confidence level, in (½, 1).
  public let level: Double
  /// The time that a client has to answer a margin call.
  public let periodOfRisk: MarginPeriodOfRisk

  enum CodingKeys: String, CodingKey {
    case level
    case periodOfRisk = "period-of-risk"
  }
}

/// The parameters of the time to liquidate a position by size.
public struct LiquidationParameters: Hashable, Sendable, Decodable {
  /// The notional of the position.
  public let notional: Double
  /// The notional traded per bar.
  public let volume: Double
  /// The share of the volume that is traded.
  public let participation: Double
  /// The number of bars until liquidation begins.
  public let detectionBars: Double
  /// The number of bars that the venue may be down.
  public let outageBars: Double

  enum CodingKeys: String, CodingKey {
    case notional, volume, participation
    case detectionBars = "detection-bars"
    case outageBars = "outage-bars"
  }

  /// The period τ = detection + outage + N/(πV), rounded up to whole bars.
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

/// The `[run]` table of a policy file.
public struct RunConfiguration: Hashable, Sendable, Decodable {
  /// The random seed.
  public let seed: Int
  /// The number of observations between two estimations of a model's parameters.
  public let refitEvery: Int

  enum CodingKeys: String, CodingKey {
    case seed
    case refitEvery = "refit-every"
  }
}
