public import Margin
public import MarketData

/// The thresholds, reference positions and phasing of a comparison.
public struct ComparisonOptions: Sendable {
  /// The relative change of a rate above which it is reported.
  public var threshold = RelativeLimit.general
  /// The same for collateral instruments, whose rates are haircuts.
  public var collateralThreshold = RelativeLimit.collateral
  /// The instruments used as collateral.
  public var collateral: Set<InstrumentID> = []
  /// The leverages of the reference positions.
  public var leverages = ComparisonOptions.standardLeverages
  /// The maximum relative rise of a rate per stage.
  public var maximumStep = RelativeLimit.stage
  /// The rule of the phased path.
  public var path = PhasedPath.Rule.equalRatio

  /// The default thresholds, leverages and stages.
  public init() {}

  /// The leverages 2, 3, 5, 10, 20, 25, 50 and 100.
  public static let standardLeverages = [2, 3, 5, 10, 20, 25, 50, 100].map {
    Leverage(hundredths: 100 * $0)
  }

  /// The rounding increment if neither file states one: 0.05 %.
  public static let usualRoundingStep = MarginRate(millionths: 500)

  /// The threshold of an instrument.
  func threshold(for instrument: InstrumentID) -> RelativeLimit {
    collateral.contains(instrument) ? collateralThreshold : threshold
  }
}

/// The reasons why two schedules cannot be compared.
public enum ComparisonError: Error, Hashable, Sendable {
  /// No instrument and side is in both schedules.
  case nothingInCommon
  /// One schedule is in price units, the other in fractions of notional.
  case mixedUnits
  /// A collateral instrument is in neither schedule.
  case unknownCollateral(InstrumentID)
}
