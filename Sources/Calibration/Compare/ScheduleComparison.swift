public import Documents
internal import Instruments
public import Margin
public import MarketData
internal import RiskMeasures

/// A comparison of two schedules: the changes, the thresholds exceeded, and the positions affected.
public struct ScheduleComparison: Sendable {
  /// The schedule in force.
  public let old: ScheduleFile
  /// The new schedule.
  public let new: ScheduleFile
  /// The options.
  public let options: ComparisonOptions
  /// The margins in both schedules, sorted by decreasing relative change.
  public let changes: [ComparedMargin]
  /// The margins only in the new schedule.
  public let added: [ScheduledMargin]
  /// The margins only in the old schedule.
  public let removed: [ScheduledMargin]
  /// The rounding increment of phased paths.
  public let roundingStep: MarginRate
  /// The findings about comparability and other issues.
  public let findings: [ComparisonFinding]

  /// Compares two schedules.
  ///
  /// - Throws: ``ComparisonError`` if they have no margin or no unit in common, or collateral is in
  ///   neither.
  public init(
    from old: ScheduleFile, to new: ScheduleFile, options: ComparisonOptions = ComparisonOptions()
  ) throws(ComparisonError) {
    guard old.unit == new.unit else { throw .mixedUnits }
    let known = Set(old.instruments + new.instruments)
    if let unknown = options.collateral.sorted().first(where: { !known.contains($0) }) {
      throw .unknownCollateral(unknown)
    }
    let before = Dictionary(old.margins.map { (Key($0), $0) }) { $1 }
    let after = Set(new.margins.map(Key.init))
    let step = new.terms?.roundingStep ?? old.terms?.roundingStep
    let roundingStep = step ?? ComparisonOptions.usualRoundingStep
    let covers = old.terms?.covers == new.terms?.covers ? new.terms?.covers : nil
    changes = new.margins.compactMap { margin in
      before[Key(margin)].map {
        ComparedMargin(
          $0, margin, options: options, roundingStep: roundingStep, covers: covers, in: new.unit)
      }
    }.sorted { MarginChange.isOrdered($0.change, before: $1.change) }
    guard !changes.isEmpty else { throw .nothingInCommon }
    added = new.margins.filter { before[Key($0)] == nil }
    removed = old.margins.filter { !after.contains(Key($0)) }
    self.old = old
    self.new = new
    self.options = options
    self.roundingStep = roundingStep
    findings = ComparisonFinding.all(from: old, to: new, changes)
  }

  /// The unit of the rates.
  public var unit: LossUnit { new.unit }

  /// Whether any rate changed by more than its threshold.
  public var isPastThreshold: Bool { changes.contains(where: \.change.isPastThreshold) }

  /// The margins with a changed rate.
  public var moved: [ComparedMargin] { changes.filter(\.change.hasMoved) }

  private struct Key: Hashable {
    let instrument: InstrumentID
    let isLong: Bool

    init(_ margin: ScheduledMargin) {
      instrument = margin.instrument
      isLong = margin.side == .long
    }
  }
}
