public import Calibration
internal import Instruments
internal import MarketData
internal import RiskMeasures

/// Renders what a rerun of a regression case found different from its record.
public struct DriftRenderer: Sendable {
  private let path: String
  private let drift: MarginDrift

  /// A rendering of the drift of the case at `path`.
  public init(_ drift: MarginDrift, of path: String) {
    self.drift = drift
    self.path = path
  }

  /// The verdict, then a table of what moved, by how much, against which tolerance, then the rest.
  public var text: String {
    var text = "\(path): \(verdict)\n"
    if !drift.movements.isEmpty { text += table.text(indent: 2) }
    for note in drift.notes { text += "  \(note)\n" }
    return text
  }

  private var verdict: String {
    let failed = drift.movements.count(where: \.isBeyond)
    return failed > 0
      ? "\(failed) of \(drift.compared) numbers moved by more than they may"
      : "as recorded, \(drift.compared) numbers"
  }

  private var table: TextTable {
    var table = TextTable([
      .text(""), .text("Instrument"), .text("Side"), .text("Number"), .number("Recorded"),
      .number("Now"), .number("Moved"), .number("Tolerance"),
    ])
    for movement in drift.movements {
      table.append([
        movement.isBeyond ? "FAIL" : "ok", movement.instrument.rawValue, movement.side.rawValue,
        movement.quantity.rawValue, NumberText.significant(movement.recorded),
        NumberText.significant(movement.now), moved(movement), tolerance(movement),
      ])
    }
    return table
  }

  /// The move in the tolerance's own terms: absolute for a rate, relative for a risk measure.
  private func moved(_ movement: MarginDrift.Movement) -> String {
    guard let recorded = movement.recorded, let now = movement.now else { return "–" }
    let difference = now - recorded
    guard !movement.quantity.isRate else { return NumberText.significant(difference) }
    return recorded == 0 ? "–" : NumberText.significant(difference / abs(recorded)) + " rel."
  }

  private func tolerance(_ movement: MarginDrift.Movement) -> String {
    NumberText.significant(movement.tolerance) + (movement.quantity.isRate ? "" : " rel.")
  }
}
