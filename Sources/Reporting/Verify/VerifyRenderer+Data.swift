internal import Calibration
internal import Documents
internal import Text

extension VerifyRenderer {
  /// One row per number that moved, and one per case without any.
  public var csv: String {
    var csv = CSVText(
      header: "case,verdict,instrument,side,number,recorded,now,tolerance,beyondTolerance,"
        + "difference,absolute,relative,class,reason")
    for item in cases {
      let movements = item.outcome.drift?.movements ?? []
      for movement in movements {
        let tolerance = movement.tolerance
        csv.append([
          item.path, item.verdict, movement.value.instrument ?? "", movement.value.side ?? "",
          movement.value.name, movement.recorded ?? "", movement.now ?? "",
          CSVText.number(tolerance.absolute ?? tolerance.relative ?? 0),
          movement.isBeyond ? "true" : "false", CSVText.number(movement.difference),
          CSVText.number(tolerance.absolute), CSVText.number(tolerance.relative),
          tolerance.kind.rawValue, tolerance.reason,
        ])
      }
      if movements.isEmpty {
        csv.append([item.path, item.verdict] + Array(repeating: "", count: 12))
      }
    }
    return csv.text
  }

  /// One object of contract `margin.verify/1`.
  public var json: String {
    JSON.object([
      "schema": .string("margin.verify/1"),
      "cases": .list(cases) { item in
        let drift = item.outcome.drift
        return .object([
          "case": .string(item.path), "verdict": .string(item.verdict),
          "about": .text(item.about), "commandLine": .text(item.commandLine),
          "compared": .count(drift?.compared), "message": .text(item.message),
          "notes": .list(drift?.notes ?? []) { .string($0) },
          "movements": .list(drift?.movements ?? [], Self.json),
        ])
      },
    ]).rendered + "\n"
  }

  private static func json(of movement: ResultDrift.Movement) -> JSON {
    let tolerance = movement.tolerance
    return .object([
      "instrument": .text(movement.value.instrument), "side": .text(movement.value.side),
      "number": .string(movement.value.name),
      "recorded": movement.recordedNumber.map { .double($0) } ?? .text(movement.recorded),
      "now": movement.number.map { .double($0) } ?? .text(movement.now),
      "difference": .number(movement.difference),
      "tolerance": .double(tolerance.absolute ?? tolerance.relative ?? 0),
      "absolute": .number(tolerance.absolute), "relative": .number(tolerance.relative),
      "class": .string(tolerance.kind.rawValue), "reason": .string(tolerance.reason),
      "beyondTolerance": .bool(movement.isBeyond),
    ])
  }
}

extension ResultValue {
  /// The instrument of a schedule's value; nil elsewhere.
  var instrument: String? {
    let start = "instruments["
    guard row.hasPrefix(start) else { return nil }
    return String(row.dropFirst(start.count).prefix { $0 != "]" })
  }

  /// The side of a schedule's value; nil elsewhere.
  var side: String? {
    let names = name.split(separator: ".").map(String.init)
    return ["long", "short"].first { names.contains($0) }
  }
}
