internal import Calibration
internal import Margin
internal import MarketData
internal import Policies
internal import Text

extension TuneRenderer {
  // MARK: - CSV and JSON

  /// One row per policy of the frontier.
  public var csv: String {
    let names = outcomes.first?.names ?? []
    var csv = unit.csv(
      header: (["group", "chosen"] + names + [
        "losses", "exceedances", "coverage", "coverageBound", "meanMargin", "peakToTrough", "rise",
      ]).joined(separator: ","))
    for outcome in outcomes {
      for row in outcome.frontier {
        csv.append(
          [
            outcome.instruments.map(\.rawValue).joined(separator: "+"),
            row.configuration == outcome.chosen?.configuration ? "true" : "false",
          ] + row.values.map { $0?.text ?? "none" } + [
            String(row.score.losses), String(row.score.exceedances),
            CSVText.number(row.score.coverage), CSVText.number(row.score.coverageBound),
            CSVText.number(row.score.meanMargin), CSVText.number(row.score.peakToTrough),
            CSVText.number(row.score.rise),
          ])
      }
    }
    return csv.text
  }

  /// One object of contract `margin.tune/1`.
  public var json: String {
    var fields: JSONObject = [
      "schema": .string("margin.tune/1"), "groups": .list(outcomes, json),
      "failures": .failures([], loading: loadFailures),
    ]
    if unit == .price { fields["unit"] = .string(unit.rawValue) }
    return JSON.object(fields).rendered + "\n"
  }

  private func json(_ outcome: TuneOutcome) -> JSON {
    func parameters(_ values: [JSON?]) -> JSON {
      let members = zip(outcome.names, values).map { name, value in
        JSONObject.Member(name, .text(value?.text))
      }
      return .object(JSONObject(members))
    }
    func row(_ row: TuneOutcome.Row?) -> JSON {
      row.map { .object(["parameters": parameters($0.values), "score": score($0.score)]) } ?? .null
    }
    return .object([
      "instruments": .list(outcome.instruments) { .string($0.rawValue) },
      "verdict": .string(outcome.chosen == nil ? "infeasible" : "chosen"),
      "from": .date(outcome.span.from), "to": .date(outcome.span.to),
      "incumbent": row(outcome.incumbent), "chosen": row(outcome.chosen),
      "nearest": outcome.nearest.map { nearest in
        .object([
          "row": row(nearest.row), "misses": .list(nearest.misses) { .string($0) },
        ])
      } ?? .null,
      "frontier": .list(outcome.frontier) { row($0) },
      "folds": .list(outcome.folds) { fold in
        .object([
          "from": .date(fold.from), "to": .date(fold.to),
          "chosen": fold.chosen.map { parameters($0.values) } ?? .null, "score": score(fold.score),
        ])
      },
      "test": outcome.test.map { test in
        .object([
          "from": .date(test.from), "to": .date(test.to), "chosen": score(test.chosen),
          "incumbent": score(test.incumbent),
        ])
      } ?? .null,
      "crises": .list(outcome.crises) { crisis in
        .object([
          "without": .string(crisis.name), "same": .truth(crisis.isTheSame),
          "chosen": crisis.chosen.map { parameters($0.values) } ?? .null,
        ])
      },
      "tried": .integer(outcome.tried), "refused": .integer(outcome.refused),
      "repeated": .integer(outcome.repeated),
      "probabilityOfOverfitting": .number(outcome.overfitting),
      "superiorPredictiveAbility": .number(outcome.superiorAbility),
      "warnings": .warnings(outcome.warnings),
    ])
  }

  private func score(_ score: TuneScore?) -> JSON {
    guard let score else { return .null }
    return .object([
      "losses": .integer(score.losses), "exceedances": .integer(score.exceedances),
      "coverage": .number(score.coverage), "coverageBound": .number(score.coverageBound),
      "meanMargin": .number(score.meanMargin), "peakToTrough": .number(score.peakToTrough),
      "rise": .number(score.rise),
    ])
  }
}
