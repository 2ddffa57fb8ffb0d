internal import MarketData
internal import Text

/// A column of a forecast file, named in camel case; `value-at-risk` and the like are read too.
package enum ForecastColumn: String, Hashable, Sendable, CaseIterable {
  case date, instrument, model, label, rate, side, level, horizon, lossUnit, loss
  /// The return of the price over the horizon, instead of the loss.
  case marketMove = "return"
  case valueAtRisk, maintenanceMargin, initialMargin, expectedShortfall
  case transform, logDensity, price, marketReturn
  /// The rate calculated by the model, next to a margin that covers with it.
  case calculated

  /// The columns that `--export-forecasts` writes, in order.
  package static let written: [ForecastColumn] = [
    .date, .instrument, .model, .label, .rate, .side, .level, .horizon, .lossUnit, .loss,
    .valueAtRisk, .expectedShortfall, .transform, .logDensity, .price, .marketReturn,
    .calculated,
  ]

  /// The columns of which one contains the forecast, with its rate unless a `rate` column says
  /// otherwise.
  static let forecasts: [(column: ForecastColumn, rate: String)] = [
    (.valueAtRisk, "model"), (.maintenanceMargin, "maintenance"), (.initialMargin, "initial"),
  ]

  /// The column of a name; nil for a column to skip.
  init?(_ name: String) {
    guard let column = Self.names[plainColumnName(name)] else { return nil }
    self = column
  }

  private static let names: [String: ForecastColumn] = {
    var names: [String: ForecastColumn] = [:]
    for column in allCases { names[plainColumnName(column.rawValue)] = column }
    for (column, others) in aliases { for name in others { names[name] = column } }
    return names
  }()

  private static let aliases: [(ForecastColumn, [String])] = [
    (.date, ["time", "timestamp", "datetime", "day"]),
    (.instrument, ["symbol", "ticker", "asset"]),
    (.loss, ["losses", "realizedloss"]),
    (.marketMove, ["returns", "ret", "realizedreturn", "realized"]),
    (.valueAtRisk, ["var", "forecast"]),
    (.maintenanceMargin, ["margin", "maintenance"]),
    (.initialMargin, ["initial"]),
    (.expectedShortfall, ["es", "cvar"]),
    (.transform, ["pit", "probability"]),
    (.level, ["confidence", "confidencelevel"]),
  ]

  var contents: CSVColumns<ForecastColumn>.Contents {
    switch self {
    case .date: .integer(.timestamp)
    case .instrument, .model, .label, .rate, .side, .lossUnit: .text
    case .valueAtRisk, .maintenanceMargin, .initialMargin, .expectedShortfall: .extendedNumber
    case .level, .horizon, .loss, .marketMove, .transform, .logDensity, .price, .marketReturn,
      .calculated:
      .number
    }
  }
}

extension CSVColumns<ForecastColumn> {
  /// The date of a row; nil if the file has no dates.
  func timestamp(_ row: Int) -> Timestamp? {
    integers(.date).map { Timestamp(milliseconds: $0[row]) }
  }

  /// The error of a field in a row.
  func refusal(
    _ row: Int, _ column: ForecastColumn, _ problem: String, _ remedy: String
  ) -> InputError {
    error(row, column, code: "invalid-value", problem, remedy: remedy)
  }
}

extension CSVIntegerField {
  /// An ISO 8601 date, as milliseconds.
  fileprivate static let timestamp = CSVIntegerField(
    parse: { Timestamp(iso8601: $0)?.milliseconds },
    fault: { found in
      let reason = RejectedRow.Reason.unreadableDate(found: found.shortened)
      return .unfit(code: "unreadable-date", problem: reason.problem, remedy: reason.remedy)
    })
}
