public import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
internal import Statistics
public import Text

// Conversion of calibrated margins to document records.

extension ScheduleDocument {
  /// A document with the settings and inputs of a run, without margins yet.
  public init(
    model: String?, policy: JSON, provenance: Provenance, sides: [Side], statement: String? = nil,
    unit: LossUnit = .fraction
  ) {
    self.init(
      asOf: nil, failures: [], instruments: [], model: model, policy: policy,
      provenance: provenance, sides: sides.map(\.rawValue), statement: statement,
      unit: unit == .fraction ? nil : unit, warnings: [])
  }
}

extension ScheduleDocument.Instrument {
  /// The margins of an instrument for the requested sides, with the warnings of its forecasts.
  public init(
    _ entry: InstrumentMarginEntry, sides: [Side], warnings: [MarginWarning],
    parameters: [String: Double]? = nil, expectedExceedanceRate: Double? = nil,
    unit: LossUnit = .fraction, contract: ContractTerms? = nil, group: String? = nil
  ) {
    func margin(_ side: Side) -> ScheduleDocument.Margin? {
      guard sides.contains(side), let found = entry.margin(for: side) else { return nil }
      let money = contract.flatMap {
        ContractMargin(
          found.margin, price: unit == .price ? 1 : entry.price, terms: $0)
      }
      var margin = ScheduleDocument.Margin(found, perContract: money)
      if unit == .price {
        margin.ofPrice = ScheduleDocument.PriceShares(
          initialMargin: entry.shareOfPrice(found.margin.initial),
          maintenanceMargin: entry.shareOfPrice(found.margin.maintenance))
      }
      return margin
    }
    self.init(
      asOf: entry.asOf?.description, contract: contract,
      expectedExceedanceRate: expectedExceedanceRate, group: group,
      instrument: entry.instrument.rawValue, long: margin(.long), observations: entry.observations,
      parameters: parameters.map { $0.mapValues { $0.isFinite ? $0 : nil } }, price: entry.price,
      short: margin(.short), warnings: warnings)
  }
}

extension ScheduleDocument.Margin {
  /// The margin of a side, and that of one contract in money.
  public init(_ margin: SideMargin, perContract money: ContractMargin? = nil) {
    effectiveFrom = margin.effectiveFrom?.description
    expectedShortfall = margin.expectedShortfall
    horizon = ScheduleDocument.Period(
      count: margin.periodOfRisk.count, unit: margin.periodOfRisk.unit)
    horizonBars = margin.horizon.bars
    initialMargin = margin.margin.initial
    initialMarginPerContract = money?.initial
    maintenanceMarginPerContract = money?.maintenance
    interval = [margin.interval.lower, margin.interval.upper]
    level = margin.measure.level.probability
    maintenanceMargin = margin.margin.maintenance
    maximumLeverage = margin.margin.maximumLeverage
    measure = margin.measure.name
    quantileConvention = margin.quantileConvention.name
    reaction = margin.reaction.map {
      ScheduleDocument.Reaction(horizonBars: $0.horizon.bars, valueAtRisk: $0.valueAtRisk)
    }
    steps = margin.waterfall.lines.map { ScheduleDocument.Step($0) }
    valueAtRisk = margin.valueAtRisk
  }

  /// The two ends of the interval, as far as known.
  var risks: RiskInterval {
    guard let interval, interval.count == 2 else { return .unknown }
    return RiskInterval(lower: interval[0], upper: interval[1])
  }

  /// The margin period of risk; nil if none is given.
  var periodOfRisk: MarginPeriodOfRisk? {
    guard let horizon, horizon.count >= 1 else { return nil }
    return MarginPeriodOfRisk(count: horizon.count, unit: horizon.unit)
  }
}

extension ScheduleDocument.Step {
  init(_ line: Waterfall.Line) {
    buffer = line.buffer.map { buffer in
      ScheduleDocument.Buffer(
        phase: buffer.phase, releaseLevel: buffer.releaseLevel, remaining: buffer.remaining,
        since: buffer.since?.description, sincePosition: buffer.sincePosition)
    }
    change = line.change
    rate = line.rate
    step = line.step
  }
}

extension ScheduleDocument.Failure {
  /// A margin that could not be calibrated.
  public init(_ failure: MarginFailure) {
    self.init(
      file: nil, instrument: failure.instrument.rawValue, message: failure.message,
      reason: failure.reason, side: failure.side?.rawValue)
  }
}
