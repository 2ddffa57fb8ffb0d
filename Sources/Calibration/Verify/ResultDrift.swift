public import Documents
internal import Text

/// The differences between a rerun of a case and its record.
public struct ResultDrift: Hashable, Sendable {
  /// A value that changed.
  public struct Movement: Hashable, Sendable {
    /// The value's row and path in the result.
    public let value: ResultValue
    /// The recorded value as written; nil if the record has none.
    public let recorded: String?
    /// The value of the rerun as written; nil if the rerun has none.
    public let now: String?
    /// The change of a finite number, now − recorded, in its unit; nil for other values.
    public let difference: Double?
    /// The recorded number; nil for other values.
    public let recordedNumber: Double?
    /// The number of the rerun; nil for other values.
    public let number: Double?
    /// The tolerance that applies.
    public let tolerance: CaseTolerance
    /// Whether the change exceeds the tolerance.
    public let isBeyond: Bool
  }

  /// All values that changed, in the order of the result.
  public let movements: [Movement]
  /// Other differences: the data, the configuration, new fields.
  public let notes: [String]
  /// The number of compared values.
  public let compared: Int

  /// Whether a value changed by more than its tolerance.
  public var hasFailed: Bool { movements.contains(where: \.isBeyond) }

  /// Whether the record would be written differently.
  public var isUnchanged: Bool { movements.isEmpty && notes.isEmpty }

  /// Compares two results.
  public init(from recorded: RecordedResult, to now: RecordedResult, within: CaseTolerances) {
    let old = Index(recorded.result.values + [recorded.status])
    let new = Index(
      (recorded.holdsMarginsAlone ? now.result.margins : now.result.values) + [now.status])
    var movements: [Movement] = []
    var added = 0
    for value in new.values {
      let before = old.byName[value.name]
      if before == nil, old.hasFields(beside: value) {
        added += 1
        continue
      }
      if let movement = Movement(from: before, to: value, within) { movements.append(movement) }
    }
    for value in old.values where new.byName[value.name] == nil {
      if let movement = Movement(from: value, to: nil, within) { movements.append(movement) }
    }
    self.movements = movements
    compared = old.values.count
    notes = Self.notes(from: recorded, to: now, added: added)
  }

  private struct Index {
    let values: [ResultValue]
    let byName: [String: ResultValue]
    let rows: Set<String>

    init(_ values: [ResultValue]) {
      self.values = values
      byName = Dictionary(values.map { ($0.name, $0) }) { first, _ in first }
      rows = Set(values.map(\.row))
    }

    /// Whether the row of a value is known, and an array that it extends is not.
    func hasFields(beside value: ResultValue) -> Bool {
      guard rows.contains(value.row) else { return false }
      guard let bracket = value.name.lastIndex(of: "["), value.path.hasSuffix("]") else {
        return true
      }
      return byName[value.name[..<bracket] + "[1]"] == nil
    }
  }

  private static func notes(
    from recorded: RecordedResult, to now: RecordedResult, added: Int
  ) -> [String] {
    var notes: [String] = []
    let digests = Dictionary(recorded.inputs.map { ($0.path, $0.sha256) }) { $1 }
    for input in now.inputs where digests[input.path] != input.sha256 {
      notes.append("\(input.path) differs from the recorded file")
    }
    if recorded.configurationHash != now.configurationHash {
      notes.append("the configuration differs from the recorded one")
    }
    if added > 0 {
      notes.append(
        "\(added) values are new in this version and not in the record; record again to guard them")
    }
    return notes
  }
}

extension ResultDrift.Movement {
  /// The change of a value; nil if there is none.
  init?(from old: ResultValue?, to new: ResultValue?, _ tolerances: CaseTolerances) {
    guard let value = new ?? old else { return nil }
    let (before, after) = (old?.value, new?.value)
    let numbers = (before?.finite, after?.finite)
    let isFinite = before?.isNotFinite != true && after?.isNotFinite != true
    if isFinite, let before, let after, before == after { return nil }
    let isCount = before?.isCount ?? true && after?.isCount ?? true
    let tolerance = tolerances.tolerance(of: value.field, isCount: isCount)
    self.value = value
    recorded = before?.rendered
    now = after?.rendered
    recordedNumber = numbers.0
    number = numbers.1
    self.tolerance = tolerance
    if let before = numbers.0, let after = numbers.1 {
      difference = after - before
      isBeyond = !tolerance.allows(after, after: before)
    } else {
      difference = nil
      isBeyond = tolerance.kind != .reported
    }
  }
}

extension JSON {
  /// The number, nil for other values and for one that is not finite.
  var finite: Double? { double.flatMap { $0.isFinite ? $0 : nil } }

  /// Whether the value is a number that a double cannot hold, such as 1e999.
  var isNotFinite: Bool {
    switch content {
    case .digits, .double: finite == nil
    default: false
    }
  }

  /// Whether the value is a whole number as counts are, or not a number.
  var isCount: Bool { finite.map { $0 == $0.rounded() } ?? true }
}

extension RecordedResult {
  /// The exit status as a value beside those of the result.
  fileprivate var status: ResultValue {
    ResultRows(
      rows: [.init(location: "", values: .object(["exitStatus": .integer(exitStatus)]))]
    ).values[0]
  }
}

extension ResultRows {
  /// The margins that a record of the former schema holds.
  fileprivate var margins: [ResultValue] {
    rows.filter { $0.location.hasPrefix("instruments[") && !$0.location.contains("].") }
      .flatMap { row in
        ResultRows(rows: [
          Row(
            location: row.location,
            values: .object(
              JSONObject(
                ["long", "short"].compactMap { side in
                  row.values[side]?.object.map { margin in
                    (
                      side,
                      .object(
                        margin.filter { RecordedResult.marginFields.contains($0.name) })
                    )
                  }
                })))
        ]).values
      }
  }
}
