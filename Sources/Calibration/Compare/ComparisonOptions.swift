public import Margin
public import MarketData

/// What counts as a large change, for whom its effect is told, and how it may be phased in.
public struct ComparisonOptions: Sendable {
  /// The relative change of a rate above which it is remarked on.
  public var threshold = RelativeLimit.general
  /// The same for instruments that are collateral, whose rates are haircuts.
  public var collateralThreshold = RelativeLimit.collateral
  /// The instruments that are collateral.
  public var collateral: Set<InstrumentID> = []
  /// The leverages of the reference positions.
  public var leverages = ComparisonOptions.standardLeverages
  /// The largest relative rise of a rate in one stage.
  public var maximumStep = RelativeLimit.stage
  /// How the phased path is made.
  public var path = PhasedPath.Rule.equalRatio

  /// The usual thresholds, leverages and stages.
  public init() {}

  /// 2, 3, 5, 10, 20, 25, 50 and 100 times.
  public static let standardLeverages = [2, 3, 5, 10, 20, 25, 50, 100].map {
    Leverage(hundredths: 100 * $0)
  }

  /// What rates are rounded up to where neither file tells: 0.05 %.
  public static let usualRoundingStep = MarginRate(millionths: 500)

  /// The threshold for an instrument.
  func threshold(for instrument: InstrumentID) -> RelativeLimit {
    collateral.contains(instrument) ? collateralThreshold : threshold
  }
}

/// Why two schedules cannot be compared.
public enum ComparisonError: Error, Hashable, Sendable {
  /// No instrument and side is in both.
  case nothingInCommon
  /// An instrument is named as collateral and is in neither schedule.
  case unknownCollateral(InstrumentID)
}
