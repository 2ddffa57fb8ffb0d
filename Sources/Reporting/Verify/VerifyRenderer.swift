public import Calibration
internal import Documents

/// Prints the verification of recorded cases: verdicts, then what moved against its tolerance.
public struct VerifyRenderer: FormattedResult {
  /// A case file and its outcome.
  public struct Case: Sendable {
    /// The path of the case file.
    public let path: String
    /// What the case is about, if it could be read and says so.
    public let about: String?
    /// The command line that reruns it in its folder; nil if the case could not be read.
    public let commandLine: String?
    /// The outcome of the case.
    public let outcome: VerifyOutcome

    /// Creates a case with its outcome.
    public init(
      path: String, about: String? = nil, commandLine: String? = nil, outcome: VerifyOutcome
    ) {
      self.path = path
      self.about = about
      self.commandLine = commandLine
      self.outcome = outcome
    }
  }

  /// The cases, in the order of execution.
  public let cases: [Case]

  /// Creates a renderer of cases.
  public init(_ cases: [Case]) { self.cases = cases }

  /// One row per case, then for each case that moved what it is, how to rerun it, and what moved.
  public func makeReport() -> Report {
    var page = Report("Verification")
    page.add(nil, .table(summary))
    for item in cases {
      guard let drift = item.outcome.drift else {
        if item.isNew { page.add(item.path, .lines(item.description)) }
        continue
      }
      page.add(
        item.path, .lines(drift.hasFailed ? item.description : LabeledLines()),
        .table(Self.table(of: drift)), .lines(Self.reasons(of: drift)), .notes(drift.notes))
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
      let drift = item.outcome.drift
      let moved = drift?.movements
      table.append([
        item.path, item.verdict, drift.map { String($0.compared) } ?? NumberText.missing,
        moved.map { String($0.count) } ?? NumberText.missing,
        moved.map { String($0.count(where: \.isBeyond)) } ?? NumberText.missing,
      ])
    }
    return table
  }

  /// The numbers that moved, those beyond their tolerance first.
  private static func table(of drift: ResultDrift) -> TextTable {
    var table = TextTable([
      .word("", ["FAIL": .bad, "ok": .good], .essential), .text("Field", .essential),
      .number("Recorded", .essential), .number("Now", .essential), .number("Moved"),
      .text("Tolerance"),
    ])
    let beyond = drift.movements.filter(\.isBeyond)
    let within = drift.movements.filter { !$0.isBeyond }
    for movement in (beyond + within).prefix(longest) {
      table.append([
        movement.isBeyond ? "FAIL" : "ok", movement.value.name, movement.texts.recorded,
        movement.texts.now, moved(movement), movement.tolerance.words,
      ])
    }
    let rest = drift.movements.count - longest
    guard rest > 0 else { return table }
    return table.noting("\(rest) more that moved are in --format csv and json.")
  }

  /// The rows of a table that a reader still reads.
  private static let longest = 40

  /// The reason of each tolerance that applied, once.
  private static func reasons(of drift: ResultDrift) -> LabeledLines {
    var lines = LabeledLines()
    var seen: Set<CaseTolerance> = []
    for movement in drift.movements where seen.insert(movement.tolerance).inserted {
      lines.append(movement.tolerance.words, movement.tolerance.reason)
    }
    return lines
  }

  /// The change in the terms of the tolerance: absolute, or relative where only that is stated.
  private static func moved(_ movement: ResultDrift.Movement) -> String {
    guard let difference = movement.difference else { return NumberText.missing }
    guard movement.tolerance.isRelative, let recorded = movement.recordedNumber, recorded != 0
    else { return NumberText.significant(difference) }
    return NumberText.significant(difference / abs(recorded)) + " rel."
  }

  private var records: LabeledLines {
    var lines = LabeledLines()
    for item in cases {
      if case .recorded(let path, _) = item.outcome { lines.append(item.path, path) }
    }
    return lines
  }
}

extension CaseTolerance {
  /// Whether a relative difference alone is stated.
  var isRelative: Bool { absolute == nil && relative != nil }
}

extension ResultDrift.Movement {
  /// The recorded value and that of the rerun: to six digits where these differ, else in full.
  fileprivate var texts: (recorded: String, now: String) {
    let full = (recorded ?? "not recorded", now ?? "missing")
    guard let recordedNumber, let number else { return full }
    let short = (NumberText.significant(recordedNumber), NumberText.significant(number))
    return short.0 == short.1 ? full : short
  }
}

extension VerifyRenderer.Case {
  /// Whether the case would be recorded for the first time.
  fileprivate var isNew: Bool {
    if case .previewed(nil) = outcome { true } else { false }
  }

  var message: String? {
    if case .failed(let message) = outcome { message } else { nil }
  }

  var verdict: String {
    switch outcome {
    case .compared(let drift): drift.hasFailed ? "drifted" : "as recorded"
    case .unchanged: "as recorded"
    case .previewed(let drift): drift == nil ? "not recorded" : "not yet recorded"
    case .recorded: "recorded"
    case .failed: "failed"
    }
  }

  fileprivate var description: LabeledLines {
    var lines = LabeledLines()
    if let about { lines.append("About", about) }
    if let commandLine { lines.append("Rerun", commandLine) }
    return lines
  }
}
