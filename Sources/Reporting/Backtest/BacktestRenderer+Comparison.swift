internal import Backtesting
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

extension BacktestRenderer {
  /// Models ranked on their common forecast dates; p-values are against the first model.
  func league(_ league: ModelRanking) -> JSON {
    .object([
      "instrument": .string(league.instrument.rawValue), "side": .string(league.side.rawValue),
      "level": .double(league.level.probability), "horizon": .integer(league.horizon.bars),
      "dates": .integer(league.dates), "thresholds": .list(league.thresholds) { .number($0) },
      "models": .list(league.rows) { row in
        .object([
          "label": .string(row.label), "tickLoss": .number(row.tickLoss),
          "fisslerZiegel": .number(row.fisslerZiegel),
          "elementaryScores": .list(row.elementaryScores) { .number($0) },
          "dieboldMarianoPValue": .number(row.dieboldMariano),
          "conditionalAbilityPValue": .number(row.conditionalAbility),
          "confidenceSetPValue": .number(row.confidence),
        ])
      },
    ])
  }

  /// One forecaster across instruments; `coExceedances` lists the dates with at least one
  /// exceedance.
  func panel(_ panel: PanelResult) -> JSON {
    .object([
      "label": .string(panel.label), "rate": .string(panel.rate.rawValue),
      "side": .string(panel.side.rawValue), "level": .double(panel.level.probability),
      "horizon": .integer(panel.horizon.bars), "instruments": .integer(panel.instruments),
      "forecasts": .integer(panel.coExceedances.forecasts),
      "exceedances": .integer(panel.coExceedances.exceedances),
      "pooledPValue": .number(panel.pooled?.pValue),
      "meanBlockLength": .number(panel.pooled?.meanBlockLength),
      "rejections": .integer(panel.rejections),
      "adjustedRejections": .integer(panel.adjustedRejections),
      "eRejections": .integer(panel.eRejections),
      "coExceedances": .list(panel.coExceedances.days.filter { $0.exceedances > 0 }) { day in
        .object([
          "date": .date(day.date), "forecasts": .integer(day.forecasts),
          "exceedances": .integer(day.exceedances),
        ])
      },
    ])
  }
}
