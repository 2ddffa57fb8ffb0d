internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling

/// The margins of all instruments on one date.
struct DatedSchedule {
  let asOf: Timestamp?
  let entries: [ScheduleEntry]
}

/// The margins of one instrument on one date, with their context.
struct ScheduleEntry {
  let schedule: InstrumentSchedule
  let entry: InstrumentMarginEntry
  /// Whether these are the instrument's latest margins, which alone have an interval.
  let isLast: Bool

  /// The margins as of their own date, without information from later dates.
  var asOfItsDate: ScheduleEntry {
    ScheduleEntry(schedule: schedule, entry: entry, isLast: false)
  }

  /// Returns the margins of the requested sides.
  func margins(_ sides: [Side]) -> [SideMargin] { sides.compactMap { entry.margin(for: $0) } }

  /// Returns the facts of the contract; nil where there are none.
  func terms(_ context: RunContext) -> ContractTerms? {
    context.contracts?.terms[entry.instrument]
  }

  /// Returns the margin of one contract; nil without the facts that it needs.
  func money(_ margin: SideMargin, _ context: RunContext) -> ContractMargin? {
    // A margin in price units is that of one unit already.
    let price = context.unit == .price ? 1 : entry.price
    return terms(context).flatMap { ContractMargin(margin.margin, price: price, terms: $0) }
  }

  /// Returns the warnings about these margins, without duplicates.
  func warnings(_ context: RunContext, _ sides: [Side]) -> [MarginWarning] {
    var warnings = entry.warnings
    if isLast { warnings += schedule.warnings + context.dataWarnings(of: entry.instrument) }
    for side in sides {
      guard let margin = entry.margin(for: side) else {
        warnings.append(.noMargin(side))
        continue
      }
      if margin.expectedShortfall == nil,
        !warnings.contains(where: { $0.code == "expected-shortfall-infinite" })
      {
        warnings.append(.infiniteShortfall)
      }
      if margin.margin.maximumLeverage == nil, context.unit == .fraction {
        warnings.append(.noLeverage(side))
      }
    }
    return warnings
  }
}

extension CalibrationReport {
  /// The latest margins of each instrument, in the report's order.
  var lastEntries: [ScheduleEntry] {
    schedules.compactMap { schedule in
      schedule.last.map { ScheduleEntry(schedule: schedule, entry: $0, isLast: true) }
    }
  }

  /// The schedules of all dates in ascending order; undated entries are ordered by number of
  /// returns.
  var datedSchedules: [DatedSchedule] {
    var positions: [(key: Int64, schedule: Int, entry: Int)] = []
    for (scheduleIndex, schedule) in schedules.enumerated() {
      for (index, entry) in schedule.entries.enumerated() {
        positions.append(
          (entry.asOf?.milliseconds ?? Int64(entry.observations), scheduleIndex, index))
      }
    }
    positions.sort { ($0.key, $0.schedule, $0.entry) < ($1.key, $1.schedule, $1.entry) }
    var dated: [DatedSchedule] = []
    var start = 0
    while start < positions.count {
      let end = positions[start...].firstIndex { $0.key != positions[start].key } ?? positions.count
      let entries = positions[start ..< end].map { position in
        let schedule = schedules[position.schedule]
        return ScheduleEntry(
          schedule: schedule, entry: schedule.entries[position.entry],
          isLast: position.entry == schedule.entries.count - 1)
      }
      dated.append(DatedSchedule(asOf: entries.first?.entry.asOf, entries: entries))
      start = end
    }
    return dated
  }

  /// Returns the failures of the requested sides.
  func failures(_ sides: [Side]) -> [MarginFailure] {
    schedules.flatMap(\.failures).filter { $0.side.map(sides.contains) ?? true }
  }
}

extension MarginWarning {
  static func noMargin(_ side: Side) -> MarginWarning {
    MarginWarning(code: "no-margin", message: "the \(side.rawValue) side has no margin")
  }

  static func noLeverage(_ side: Side) -> MarginWarning {
    MarginWarning(
      code: "no-maximum-leverage",
      message: "the \(side.rawValue) side's initial margin is zero or allows no leverage step")
  }

  static let infiniteShortfall = MarginWarning(
    code: "expected-shortfall-infinite", message: "the expected shortfall is not finite")

  static let noIntervalInHistory = MarginWarning(
    code: "interval-not-in-history",
    message: "a history has no intervals; calibrate a single date for its interval")
}
