public import Documents
public import Margin
internal import MarketData
internal import RiskMeasures

/// One instrument and side in both schedules, with the impact of the change.
public struct ComparedMargin: Sendable {
  /// The change of the rates.
  public let change: MarginChange
  /// The margin of the old schedule.
  public let old: ScheduledMargin
  /// The margin of the new schedule.
  public let new: ScheduledMargin
  /// The margin calls and liquidations if the change takes effect at once; none are computed in price
  /// units, which have no leverage.
  public let impact: ChangeImpact
  /// The change in stages; nil if the rule cannot be satisfied.
  public let path: PhasedPath?
  /// The stages of the liquidation-free path; nil if there is none.
  public let liquidationFreeStages: Int?
  /// The drivers of the change of the covered rate; nil if a file has no waterfall for it.
  public let drivers: Drivers?

  /// The lines of two waterfalls and the rate that they end at.
  public struct Drivers: Hashable, Sendable {
    /// The rate.
    public let rate: MarginRateKind
    /// Its change, step by step.
    public let change: WaterfallChange
  }

  init(
    _ old: ScheduledMargin, _ new: ScheduledMargin, options: ComparisonOptions,
    roundingStep: MarginRate, covers: CoveredRate?, in unit: LossUnit
  ) {
    self.old = old
    self.new = new
    change = MarginChange(
      instrument: new.instrument, side: new.side, from: old.rates, to: new.rates,
      threshold: options.threshold(for: new.instrument))
    impact =
      unit == .price
      ? ChangeImpact(of: change, leverages: [], highestLeverage: Leverage(hundredths: 0))
      : ChangeImpact(of: change, leverages: options.leverages, highestLeverage: old.highestLeverage)
    func path(_ rule: PhasedPath.Rule) -> PhasedPath? {
      PhasedPath(
        from: old.rates, to: new.rates, maximumStep: options.maximumStep,
        roundingStep: roundingStep, rule: rule)
    }
    self.path = path(options.path)
    liquidationFreeStages = path(.liquidationFree)?.stages.count
    drivers = covers.flatMap { Self.drivers(old, new, covers: $0) }
  }

  /// The margin calls and liquidations at each stage of the path if no position changes before.
  public var stageImpacts: [ChangeImpact] {
    (path?.stages ?? []).map { stage in
      ChangeImpact(
        of: MarginChange(
          instrument: change.instrument, side: change.side, from: change.old, to: stage,
          threshold: change.threshold),
        leverages: impact.positions.map(\.leverage), highestLeverage: old.highestLeverage)
    }
  }

  private static func drivers(
    _ old: ScheduledMargin, _ new: ScheduledMargin, covers: CoveredRate
  ) -> Drivers? {
    let rate: MarginRateKind = covers == .initial ? .initial : .maintenance
    guard old.steps.last?.rate == old.rates[rate], new.steps.last?.rate == new.rates[rate] else {
      return nil
    }
    return Drivers(rate: rate, change: WaterfallChange(from: old.steps, to: new.steps))
  }
}
