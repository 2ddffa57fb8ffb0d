internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

extension JSON {
  /// An ISO 8601 date, or null for an undated series.
  static func date(_ time: Timestamp?) -> JSON { .text(time?.description) }

  /// The two ends of an interval, each null where unknown.
  static func interval(_ lower: Double?, _ upper: Double?) -> JSON {
    .array([.number(lower), .number(upper)])
  }

  static func warnings(_ warnings: [MarginWarning]) -> JSON { .list(warnings, \.json) }

  static func failures(_ failures: [MarginFailure], loading: [InstrumentFailure]) -> JSON {
    .list(ScheduleDocument.Failure.all(failures, loading: loading), \.json)
  }

  /// The settings and inputs that every output reports.
  static func context(_ context: RunContext) -> JSONObject {
    [
      "policy": context.configuration, "provenance": context.provenance.json,
      "statement": .text(context.statement),
    ]
  }
}

extension ScheduleDocument.Failure {
  /// The failures of files, followed by those of margins.
  static func all(
    _ failures: [MarginFailure], loading: [InstrumentFailure]
  ) -> [ScheduleDocument.Failure] {
    loading.map { failure in
      ScheduleDocument.Failure(
        file: failure.file, instrument: failure.instrument?.rawValue, message: failure.message,
        reason: failure.error.reason, side: nil)
    } + failures.map { ScheduleDocument.Failure($0) }
  }
}

extension RunContext {
  /// The resolved configuration, parsed from its JSON text.
  var configuration: JSON {
    guard let value = try? JSON(reading: configurationJSON) else {
      preconditionFailure("A canonical configuration is JSON, not \(configurationJSON.prefix(40))")
    }
    return value
  }

  /// The warning about an instrument's missing prices; empty where none are missing.
  func missingPriceWarnings(of instrument: InstrumentID) -> [MarginWarning] {
    missing.filter { $0.instrument == instrument }.map { count in
      MarginWarning(
        code: "missing-prices",
        message: "\(NumberText.count(count.within, "value")) missing between the first and the "
          + "last, \(count.beforeListing) before, \(count.afterDelisting) after")
    }
  }
}
