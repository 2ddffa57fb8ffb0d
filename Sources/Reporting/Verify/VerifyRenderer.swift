public import Calibration
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// Prints the verification of recorded cases: verdicts, then drifts against their tolerances.
public struct VerifyRenderer: FormattedResult {
  /// A case file and its outcome.
  public struct Case: Sendable {
    /// The path of the case file.
    public let path: String
    /// The outcome of the case.
    public let outcome: VerifyOutcome

    /// Creates a case with its outcome.
    public init(path: String, outcome: VerifyOutcome) {
      self.path = path
      self.outcome = outcome
    }
  }

  /// The cases, in the order of execution.
  public let cases: [Case]

  /// Creates a renderer of cases.
  public init(_ cases: [Case]) { self.cases = cases }

  /// One row per case, then a table of drifts for each case that has any.
  public func makeReport() -> Report {
    var page = Report("Verification")
    page.add(nil, .table(summary))
    for item in cases {
      guard let drift = item.drift else { continue }
      page.add(item.path, .table(Self.movements(drift)), .notes(drift.notes))
    }
    page.add("Recorded", .lines(records))
    page.add("Failed", .notes(cases.compactMap(\.message)))
    return page
  }

  private var summary: TextTable {
    var table = TextTable([
      .text("Case", .essential),
      .word("Verdict", ["as recorded": .good, "drifted": .bad, "failed": .bad], .essential),
      .number("Numbers"), .number("Moved"), .number("Beyond tolerance", .essential),
    ])
    for item in cases {
      let moved = item.drift?.movements
      table.append([
        item.path, item.verdict, item.drift.map { String($0.compared) } ?? NumberText.missing,
        moved.map { String($0.count) } ?? NumberText.missing,
        moved.map { String($0.count(where: \.isBeyond)) } ?? NumberText.missing,
      ])
    }
    return table
  }

  private static func movements(_ drift: MarginDrift) -> TextTable {
    var table = TextTable([
      .word("", ["FAIL": .bad, "ok": .good], .essential), .text("Instrument", .essential),
      .text("Side", .essential),
      .text("Number", .essential), .number("Recorded"), .number("Now"), .number("Moved"),
      .number("Tolerance"),
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

  /// The drift in the terms of the tolerance: absolute for a rate, relative for a risk measure.
  private static func moved(_ movement: MarginDrift.Movement) -> String {
    guard let recorded = movement.recorded, let now = movement.now else {
      return NumberText.missing
    }
    let difference = now - recorded
    guard !movement.quantity.isRate else { return NumberText.significant(difference) }
    return recorded == 0
      ? NumberText.missing : NumberText.significant(difference / abs(recorded)) + " rel."
  }

  private static func tolerance(_ movement: MarginDrift.Movement) -> String {
    NumberText.significant(movement.tolerance) + (movement.quantity.isRate ? "" : " rel.")
  }

  private var records: LabeledLines {
    var lines = LabeledLines()
    for item in cases {
      if case .recorded(let path) = item.outcome { lines.append(item.path, path) }
    }
    return lines
  }

  /// One row per number that drifted, and one per case without drift.
  public var csv: String {
    var csv = CSVText(
      header: "case,verdict,instrument,side,number,recorded,now,tolerance,beyondTolerance")
    for item in cases {
      for movement in item.drift?.movements ?? [] {
        csv.append([
          item.path, item.verdict, movement.instrument.rawValue, movement.side.rawValue,
          movement.quantity.rawValue, CSVText.number(movement.recorded),
          CSVText.number(movement.now), CSVText.number(movement.tolerance),
          movement.isBeyond ? "true" : "false",
        ])
      }
      if item.drift?.movements.isEmpty ?? true {
        csv.append([item.path, item.verdict] + Array(repeating: "", count: 7))
      }
    }
    return csv.text
  }

  /// One object of contract `margin.verify/1`.
  public var json: String {
    JSON.object([
      "schema": .string("margin.verify/1"),
      "cases": .list(cases) { item in
        .object([
          "case": .string(item.path), "verdict": .string(item.verdict),
          "compared": .count(item.drift?.compared), "message": .text(item.message),
          "notes": .list(item.drift?.notes ?? []) { .string($0) },
          "movements": .list(item.drift?.movements ?? []) { movement in
            .object([
              "instrument": .string(movement.instrument.rawValue),
              "side": .string(movement.side.rawValue),
              "number": .string(movement.quantity.rawValue),
              "recorded": .number(movement.recorded), "now": .number(movement.now),
              "tolerance": .double(movement.tolerance), "beyondTolerance": .bool(movement.isBeyond),
            ])
          },
        ])
      },
    ]).rendered + "\n"
  }
}

extension VerifyRenderer.Case {
  fileprivate var drift: MarginDrift? {
    if case .compared(let drift) = outcome { drift } else { nil }
  }

  fileprivate var message: String? {
    if case .failed(let message) = outcome { message } else { nil }
  }

  fileprivate var verdict: String {
    switch outcome {
    case .compared(let drift): drift.hasFailed ? "drifted" : "as recorded"
    case .recorded: "recorded"
    case .failed: "failed"
    }
  }
}
