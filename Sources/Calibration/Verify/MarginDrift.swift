internal import Documents
public import Instruments
public import MarketData

/// The differences between a rerun and its record.
public struct MarginDrift: Hashable, Sendable {
  /// A recorded quantity, named as in the record.
  public enum Quantity: String, Hashable, Sendable, CaseIterable {
    case initialMargin, maintenanceMargin, valueAtRisk, expectedShortfall
  }

  /// A changed number; `isBeyond` if it changed by more than its tolerance.
  public struct Movement: Hashable, Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The side of the position.
    public let side: Side
    /// The quantity that changed.
    public let quantity: Quantity
    /// The recorded number; nil if it is missing.
    public let recorded: Double?
    /// The number of the rerun; nil if it is missing.
    public let now: Double?
    /// The tolerance: absolute for a rate, relative for a risk measure.
    public let tolerance: Double
    /// Whether the change exceeds the tolerance, or the number is missing on one side.
    public let isBeyond: Bool
  }

  /// All changed numbers, in the order of the record.
  public let movements: [Movement]
  /// Other differences: the data, the dates, the configuration.
  public let notes: [String]
  /// The number of compared quantities.
  public let compared: Int

  /// Whether a number changed by more than its tolerance.
  public var hasFailed: Bool { movements.contains(where: \.isBeyond) }

  init(from recorded: RecordedMargins, to now: RecordedMargins, within: VerifyCase.Tolerances) {
    var movements: [Movement] = []
    var compared = 0
    let before = Self.keyed(recorded.margins)
    let after = Self.keyed(now.margins)
    for key in Set(before.keys).union(after.keys).sorted() {
      for quantity in Quantity.allCases {
        let old = before[key].flatMap { $0.value(quantity) }
        let new = after[key].flatMap { $0.value(quantity) }
        compared += 1
        guard old != new else { continue }
        let tolerance = quantity.isRate ? within.rate : within.risk
        movements.append(
          Movement(
            instrument: key.instrument, side: key.side, quantity: quantity, recorded: old,
            now: new, tolerance: tolerance,
            isBeyond: Self.isBeyond(old, new, tolerance, relative: !quantity.isRate)))
      }
    }
    self.movements = movements
    self.compared = compared
    notes = Self.notes(from: recorded, to: now)
  }

  private struct Key: Hashable, Comparable {
    let instrument: InstrumentID
    let side: Side

    static func < (a: Self, b: Self) -> Bool {
      (a.instrument, a.side) < (b.instrument, b.side)
    }
  }

  private static func keyed(_ margins: [RecordedMargins.Margin]) -> [Key: RecordedMargins.Margin] {
    Dictionary(margins.map { (Key(instrument: $0.instrument, side: $0.side), $0) }) { $1 }
  }

  private static func isBeyond(
    _ old: Double?, _ new: Double?, _ tolerance: Double, relative: Bool
  ) -> Bool {
    guard let old, let new else { return true }
    return abs(new - old) > tolerance * (relative ? abs(old) : 1)
  }

  private static func notes(from recorded: RecordedMargins, to now: RecordedMargins) -> [String] {
    var notes: [String] = []
    let digests = Dictionary(recorded.inputs.map { ($0.path, $0.sha256) }) { $1 }
    for input in now.inputs where digests[input.path] != input.sha256 {
      notes.append("\(input.path) differs from the recorded file")
    }
    if recorded.configurationHash != now.configurationHash {
      notes.append("the configuration differs from the recorded one")
    }
    let dates = Dictionary(recorded.margins.map { ($0.instrument, $0.asOf) }) { $1 }
    for margin in now.margins where margin.side == .long {
      if let date = dates[margin.instrument], date != margin.asOf {
        notes.append(
          "\(margin.instrument) is as of \(margin.asOf ?? "no date"), not \(date ?? "no date")")
      }
    }
    return notes
  }
}

extension MarginDrift.Quantity {
  /// Whether the quantity is a published rate with an absolute tolerance instead of a risk measure
  /// with a relative one.
  public var isRate: Bool { self == .initialMargin || self == .maintenanceMargin }
}

extension RecordedMargins.Margin {
  func value(_ quantity: MarginDrift.Quantity) -> Double? {
    switch quantity {
    case .initialMargin: initialMargin
    case .maintenanceMargin: maintenanceMargin
    case .valueAtRisk: valueAtRisk
    case .expectedShortfall: expectedShortfall
    }
  }
}
