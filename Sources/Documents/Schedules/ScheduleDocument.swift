internal import FoundationEssentials
internal import Instruments
internal import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures

/// A schedule in JSON, as far as a comparison reads it.
struct ScheduleDocument {
  static let schema = "margin.schedule/1"

  private let path: String
  private var entries: [String: Placed] = [:]
  /// The latest object at or before the date.
  private let fields: Fields

  /// An instrument of the latest object that has it, and where that stands.
  private struct Placed {
    let entry: Fields.Entry
    let place: String
    let date: Timestamp?
  }

  /// Reads one object, or of a history's lines the last margins at or before a date.
  init(_ bytes: [UInt8], path: String, asOf: Timestamp?) throws(ScheduleFileError) {
    self.path = path
    let texts = Self.objects(bytes)
    var latest: (fields: Fields, date: Timestamp?)?
    for text in texts {
      let line = texts.count > 1 ? text.line : nil
      let fields = try Self.fields(of: Array(text.bytes), path, line: line)
      let place = line.map { "line \($0), " } ?? ""
      let date = try Self.date(fields.asOf, path, place + "asOf")
      guard date != nil || (asOf == nil && line == nil) else {
        throw ScheduleFileError(
          path, place + "asOf", "the schedule has no date",
          remedy: asOf == nil
            ? "name a schedule of one date" : "leave --as-of out, or name a schedule with dates")
      }
      if let date, let asOf, date > asOf { continue }
      try Self.keep(fields, place, date, path, in: &entries)
      if let known = latest?.date, let date, date < known { continue }
      latest = (fields, date)
    }
    guard let latest else {
      throw ScheduleFileError(
        path, nil, "no schedule is as of \(asOf?.date.description ?? "any date") or before",
        remedy: "name a later date with --as-of")
    }
    fields = latest.fields
  }

  private static func keep(
    _ fields: Fields, _ place: String, _ date: Timestamp?, _ path: String,
    in entries: inout [String: Placed]
  ) throws(ScheduleFileError) {
    var seen: Set<String> = []
    for (index, entry) in fields.instruments.enumerated() {
      let place = "\(place)instruments[\(index + 1)]"
      guard seen.insert(entry.instrument).inserted else {
        throw ScheduleFileError(
          path, place, "\(entry.instrument) comes twice", remedy: "keep one entry an instrument")
      }
      if let known = entries[entry.instrument]?.date, let date, date < known { continue }
      entries[entry.instrument] = Placed(entry: entry, place: place, date: date)
    }
  }

  /// The settings and inputs of the schedule.
  var terms: ScheduleFile.Terms {
    let provenance = fields.provenance
    return ScheduleFile.Terms(
      policy: fields.policy, model: fields.model, version: provenance.version,
      configurationHash: provenance.configurationHash, seed: provenance.seed,
      inputs: provenance.inputs.map {
        Provenance.Input(path: $0.path, sha256: $0.sha256, rows: $0.rows, rejected: $0.rejected)
      },
      roundingStep: roundingStep, covers: covers)
  }

  private var roundingStep: MarginRate? {
    let fraction: Double? =
      switch fields.policy.value(at: ["margin", "rounding"]) {
      case .number(let number): number
      case .integer(let number): Double(number)
      default: nil
      }
    return fraction.flatMap { MarginRate(fraction: $0) }.flatMap { $0 > .zero ? $0 : nil }
  }

  private var covers: CoveredRate? {
    guard case .text(let name) = fields.policy.value(at: ["margin", "covers"]) else { return nil }
    return CoveredRate(rawValue: name)
  }

  /// The failures that the schedule states.
  var statedFailures: [ScheduleFile.Failure] {
    fields.failures.map {
      ScheduleFile.Failure(
        instrument: $0.instrument, side: $0.side.flatMap(Side.init), message: $0.message ?? "")
    }
  }

  /// The margins.
  func margins() throws(ScheduleFileError) -> [ScheduledMargin] {
    var margins: [ScheduledMargin] = []
    for placed in entries.values {
      for side in Side.allCases {
        guard let stated = side == .long ? placed.entry.long : placed.entry.short else { continue }
        margins.append(
          try margin(of: placed.entry, side, stated, "\(placed.place).\(side.rawValue)"))
      }
    }
    guard !margins.isEmpty else {
      throw ScheduleFileError(
        path, "instruments", "the schedule has no margins", remedy: "calibrate it anew")
    }
    return margins
  }

  private func margin(
    of entry: Fields.Entry, _ side: Side, _ stated: Fields.Stated, _ place: String
  ) throws(ScheduleFileError) -> ScheduledMargin {
    guard
      let rates = MarginRates(
        initial: stated.initialMargin, maintenance: stated.maintenanceMargin)
    else {
      throw ScheduleFileError(
        path, place, "the maintenance margin is above the initial margin, or a rate is negative",
        remedy: "correct the rates, or calibrate anew")
    }
    return ScheduledMargin(
      instrument: InstrumentID(rawValue: entry.instrument), side: side,
      asOf: try Self.date(entry.asOf, path, "\(place).asOf"),
      effectiveFrom: try Self.date(stated.effectiveFrom, path, "\(place).effectiveFrom"),
      rates: rates,
      maximumLeverage: stated.maximumLeverage, level: stated.level, horizonBars: stated.horizonBars,
      periodOfRisk: stated.horizon?.period,
      measure: stated.measure, quantileConvention: stated.quantileConvention,
      valueAtRisk: stated.valueAtRisk, interval: stated.risks,
      steps: (stated.steps ?? []).map { WaterfallChange.Step(name: $0.step, rate: $0.rate) })
  }

  private static func date(
    _ text: String?, _ path: String, _ place: String
  ) throws(ScheduleFileError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(text) else {
      throw ScheduleFileError(
        path, place, "\"\(text)\" is no date", remedy: "write one as 2024-06-28")
    }
    return time
  }
}

// MARK: - Decoding

extension ScheduleDocument {
  /// The fields of contract `margin.schedule/1` that are read.
  struct Fields: Decodable {
    let asOf: String?
    let model: String?
    let policy: ConfigurationValue
    let provenance: Origin
    let instruments: [Entry]
    let failures: [Refusal]

    struct Origin: Decodable {
      let version: String
      let configurationHash: String
      let seed: UInt64
      let inputs: [Input]
    }

    struct Input: Decodable {
      let path: String
      let sha256: String
      let rows: Int
      let rejected: Int
    }

    struct Entry: Decodable {
      let instrument: String
      let asOf: String?
      let long: Stated?
      let short: Stated?
    }

    struct Stated: Decodable {
      let initialMargin: MarginRate
      let maintenanceMargin: MarginRate
      let maximumLeverage: Leverage?
      let effectiveFrom: String?
      let level: Double?
      let horizonBars: Int?
      let horizon: Period?
      let measure: String?
      let quantileConvention: String?
      let valueAtRisk: Double?
      let interval: [Double?]?
      let steps: [Line]?

      var risks: RiskInterval {
        guard let interval, interval.count == 2 else { return .unknown }
        return RiskInterval(lower: interval[0], upper: interval[1])
      }
    }

    struct Period: Decodable {
      let count: Int
      let unit: MarginPeriodOfRisk.Unit

      var period: MarginPeriodOfRisk? {
        count >= 1 ? MarginPeriodOfRisk(count: count, unit: unit) : nil
      }
    }

    struct Line: Decodable {
      let step: String
      let rate: MarginRate
    }

    struct Refusal: Decodable {
      let instrument: String?
      let side: String?
      let message: String?
    }
  }

  private struct Header: Decodable {
    let schema: String?
  }

  /// The objects of a text with the line that each begins in: one, or one a line where the first line
  /// is an object of its own.
  private static func objects(_ bytes: [UInt8]) -> [(bytes: ArraySlice<UInt8>, line: Int)] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated().filter { $0.element.contains { $0 > 0x20 } }
    guard lines.count > 1, let first = lines.first,
      (try? JSONFault.check(Array(first.element))) != nil
    else { return [(bytes[...], 1)] }
    return lines.map { ($0.element, $0.offset + 1) }
  }

  private static func fields(
    of bytes: [UInt8], _ path: String, line: Int?
  ) throws(ScheduleFileError) -> Fields {
    do {
      try JSONFault.check(bytes)
    } catch {
      throw ScheduleFileError(
        path, error.place(in: bytes, firstLine: line ?? 1),
        "the text is no JSON: \(error.expected) is expected",
        remedy: "write the schedule anew with margin calibrate --format json")
    }
    let decoder = JSONDecoder()
    do {
      let header = try? decoder.decode(Header.self, from: Data(bytes))
      guard header?.schema == schema else {
        let found = header?.schema.map { "\"\($0)\" is not \(schema)" }
        throw ScheduleFileError(
          path, (line.map { "line \($0), " } ?? "") + "schema",
          found ?? "no contract is named, where \(schema) is wanted",
          remedy: "name a schedule that margin calibrate --format json wrote")
      }
      return try decoder.decode(Fields.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw refusal(error, path, line)
    } catch let error as ScheduleFileError {
      throw error
    } catch {
      throw ScheduleFileError(
        path, nil, "the text cannot be decoded: \(error)",
        remedy: "write the schedule anew with margin calibrate --format json")
    }
  }

  /// Where a value is missing or of another kind, and what it should have been.
  private static func refusal(
    _ error: DecodingError, _ path: String, _ line: Int?
  ) -> ScheduleFileError {
    let (keys, problem): ([any CodingKey], String) =
      switch error {
      case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
      case .valueNotFound(_, let context): (context.codingPath, "is null")
      case .typeMismatch(_, let context): (context.codingPath, "is of another kind")
      case .dataCorrupted(let context): (context.codingPath, "is none: " + context.debugDescription)
      @unknown default: ([], "cannot be read")
      }
    var place = ""
    let start = line.map { "line \($0)" }
    for key in keys {
      if let index = key.intValue {
        place += "[\(index + 1)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return ScheduleFileError(
      path, place.isEmpty ? start : (start.map { $0 + ", " } ?? "") + place, "the value \(problem)",
      remedy: "write the schedule anew with margin calibrate --format json")
  }
}
