internal import Calibration
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

extension StressRenderer {
  /// One row per window, shock and break.
  public var csv: String {
    var csv = context.unit.csv(
      header: "instrument,side,level,horizon,kind,name,from,to,move,loss,date,count,of,rate")
    for result in results {
      for side in result.sides {
        let head = [
          result.instrument.rawValue, side.side.rawValue,
          CSVText.number(result.level.probability), String(result.horizon.bars),
        ]
        for window in side.windows {
          csv.append(
            head + [
              "window", window.name, window.from?.description ?? "", window.to?.description ?? "",
              "", CSVText.number(window.worst), window.worstFrom?.description ?? "",
              String(window.aboveMaintenance), String(window.losses),
              CSVText.number(window.published?.fraction),
            ])
        }
        for shock in side.shocks {
          csv.append(
            head + [
              "shock", "", "", "", CSVText.number(shock.move), CSVText.number(shock.loss), "", "",
              "", "",
            ])
        }
        for item in side.breaks {
          csv.append(
            head + [
              "break", item.isInitial ? "initial" : "maintenance", "", "",
              CSVText.number(item.move), CSVText.number(item.rate.fraction),
              item.lastFrom?.description ?? "", String(item.exceedances), String(item.losses),
              CSVText.number(item.rate.fraction),
            ])
        }
      }
    }
    return csv.text
  }

  /// One object of contract `margin.stress/1`.
  public var json: String {
    var fields = JSON.context(context)
    fields["schema"] = .string("margin.stress/1")
    fields["instruments"] = .list(results, json)
    fields["failures"] = .failures(results.flatMap(\.failures), loading: context.loadFailures)
    fields["warnings"] = .warnings(context.warnings)
    return JSON.object(fields).rendered + "\n"
  }

  private func json(_ result: StressResult) -> JSON {
    .object([
      "instrument": .string(result.instrument.rawValue), "asOf": .date(result.asOf),
      "level": .double(result.level.probability), "horizonBars": .integer(result.horizon.bars),
      "sides": .list(result.sides, json),
      "sensitivities": .list(result.sensitivities) { row in
        func count(_ found: (count: Int, losses: Int)?) -> JSON {
          found.map {
            .object(["exceedances": .integer($0.count), "losses": .integer($0.losses)])
          } ?? .null
        }
        return .object([
          "change": .string(row.change),
          "rates": .list(row.rates) { .number($0?.fraction) },
          "baseRates": .list(row.base) { .number($0?.fraction) },
          "coverage": count(row.exceedances), "baseCoverage": count(row.baseExceedances),
        ])
      },
      "warnings": .warnings(result.warnings),
    ])
  }

  private func json(_ side: SideStress) -> JSON {
    .object([
      "side": .string(side.side.rawValue),
      "initialMargin": .double(side.margin.initial.fraction),
      "maintenanceMargin": .double(side.margin.maintenance.fraction),
      "windows": .list(side.windows) { window in
        .object([
          "name": .string(window.name), "from": .date(window.from), "to": .date(window.to),
          "losses": .integer(window.losses), "worst": .number(window.worst),
          "worstFrom": .date(window.worstFrom),
          "aboveMaintenance": .integer(window.aboveMaintenance),
          "published": .number(window.published?.fraction),
        ])
      },
      "shocks": .list(side.shocks) { shock in
        .object([
          "move": .double(shock.move), "loss": .number(shock.loss),
          "survives": .number(shock.survives),
        ])
      },
      "breaks": .list(side.breaks) { item in
        .object([
          "rate": .string(item.isInitial ? "initial" : "maintenance"),
          "margin": .double(item.rate.fraction), "move": .number(item.move),
          "sigmas": .number(item.sigmas), "losses": .integer(item.losses),
          "exceedances": .integer(item.exceedances), "lastFrom": .date(item.lastFrom),
          "interval": .interval(item.interval?.lowerBound, item.interval?.upperBound),
        ])
      },
    ])
  }
}
