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
    var fields: JSONObject = [
      "policy": context.configuration, "provenance": context.provenance.json,
      "statement": .text(context.statement),
    ]
    if context.unit == .price { fields["unit"] = .string(context.unit.rawValue) }
    return fields
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

  /// The warnings about an instrument's data: missing prices, and what was found in the others.
  func dataWarnings(of instrument: InstrumentID) -> [MarginWarning] {
    let found = findings.filter { $0.instrument == instrument && $0.kind.isWarning }
    return missingPriceWarnings(of: instrument)
      + found.map { MarginWarning(code: $0.kind.rawValue, message: "\($0.message); \($0.remedy)") }
  }

  /// The instruments with warnings about their data, sorted by name.
  var instrumentsWithDataWarnings: [InstrumentID] {
    Set(
      missing.map(\.instrument)
        + findings.filter(\.kind.isWarning).compactMap(\.instrument)
    ).sorted()
  }

  private func missingPriceWarnings(of instrument: InstrumentID) -> [MarginWarning] {
    missing.filter { $0.instrument == instrument }.map { count in
      MarginWarning(
        code: "missing-prices",
        message: "\(NumberText.count(count.within, "value")) missing between the first and the "
          + "last, \(count.beforeListing) before, \(count.afterDelisting) after")
    }
  }
}

extension DataFinding.Kind {
  /// Whether a finding stands among the warnings of a result; the others are for `margin data
  /// inspect` alone.
  var isWarning: Bool { self != .ignoredColumn && self != .shortHistory }
}
