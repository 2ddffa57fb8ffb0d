internal import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

extension JSONValue {
  /// An ISO 8601 date, or null for an undated series.
  static func date(_ time: Timestamp?) -> JSONValue { .text(time?.description) }

  /// The two ends of an interval, each null where it is not known.
  static func interval(_ lower: Double?, _ upper: Double?) -> JSONValue {
    .array([.number(lower), .number(upper)])
  }

  static func warnings(_ warnings: [MarginWarning]) -> JSONValue {
    .list(warnings) { .object(["code": .string($0.code), "message": .string($0.message)]) }
  }

  static func failures(
    _ failures: [MarginFailure], loading: [InstrumentFailure]
  ) -> JSONValue {
    let loads = loading.map { failure in
      JSONValue.object([
        "instrument": .text(failure.instrument?.rawValue), "side": .null,
        "reason": .string(failure.error.reason), "message": .string(failure.message),
        "file": .string(failure.file),
      ])
    }
    return .array(
      loads
        + failures.map { failure in
          .object([
            "instrument": .string(failure.instrument.rawValue),
            "side": .text(failure.side?.rawValue), "reason": .string(failure.reason),
            "message": .string(failure.message), "file": .null,
          ])
        })
  }

  static func provenance(_ provenance: Provenance) -> JSONValue {
    .object([
      "version": .string(provenance.version),
      "configurationHash": .string(provenance.configurationHash),
      "seed": .unsigned(provenance.seed),
      "inputs": .list(provenance.inputs) { input in
        .object([
          "path": .string(input.path), "sha256": .string(input.sha256),
          "rows": .integer(input.rows), "rejected": .integer(input.rejected),
        ])
      },
      "universe": .list(provenance.universe) { .string($0.rawValue) },
      "platform": .object([
        "processor": .string(provenance.platform.processor),
        "blas": .string(provenance.platform.blas), "libc": .string(provenance.platform.libc),
      ]),
    ])
  }

  /// What every output says of its settings and inputs.
  static func context(_ context: RunContext) -> JSONObject {
    [
      "policy": JSONValue(parsing: context.configurationJSON),
      "provenance": .provenance(context.provenance), "statement": .text(context.statement),
    ]
  }
}

extension RunContext {
  /// The warning about an instrument's missing prices, or none.
  func missingPriceWarnings(of instrument: InstrumentID) -> [MarginWarning] {
    missing.filter { $0.instrument == instrument }.map { count in
      MarginWarning(
        code: "missing-prices",
        message: "\(NumberText.count(count.within, "value")) missing between the first and the "
          + "last, \(count.beforeListing) before, \(count.afterDelisting) after")
    }
  }
}
