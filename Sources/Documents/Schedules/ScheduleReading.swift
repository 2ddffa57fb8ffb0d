internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// The margins of a JSON file as of a date, from a single document or from the lines of a history.
struct ScheduleReading {
  /// The latest document not after the date.
  let document: ScheduleDocument
  private let file: ScheduleText
  private var entries: [String: Located] = [:]

  /// An instrument of the latest document that contains it, with its location.
  private struct Located {
    let entry: ScheduleDocument.Instrument
    let location: InputLocation
    let date: Timestamp?
  }

  init(_ bytes: [UInt8], path: String, asOf: Timestamp?) throws(InputError) {
    let file = ScheduleText(path: path)
    self.file = file
    var latest: (document: ScheduleDocument, date: Timestamp?)?
    for text in ScheduleText.documents(bytes) {
      let document = try file.document(text)
      let location = file.location(text.line, "asOf")
      let date = try file.date(document.asOf, location)
      guard date != nil || (asOf == nil && text.line == nil) else {
        throw file.error(
          location, "no-date", "the schedule has no date",
          remedy: asOf == nil
            ? "name a schedule of one date" : "remove --as-of, or name a schedule with dates")
      }
      if let date, let asOf, date > asOf { continue }
      try Self.keep(document, text.line, date, file, in: &entries)
      if let known = latest?.date, let date, date < known { continue }
      latest = (document, date)
    }
    guard let latest else {
      throw file.error(
        InputLocation(path), "no-margins",
        "no schedule has a date of \(asOf?.date.description ?? "any day") or earlier",
        remedy: "name a later date with --as-of")
    }
    document = latest.document
  }

  private static func keep(
    _ document: ScheduleDocument, _ line: Int?, _ date: Timestamp?, _ file: ScheduleText,
    in entries: inout [String: Located]
  ) throws(InputError) {
    var seen: Set<String> = []
    for (index, entry) in document.instruments.enumerated() {
      let location = file.location(line, "instruments[\(index + 1)]")
      guard seen.insert(entry.instrument).inserted else {
        throw file.error(
          location, "duplicate-instrument", "duplicate instrument \(entry.instrument)",
          remedy: "keep one entry per instrument")
      }
      if let known = entries[entry.instrument]?.date, let date, date < known { continue }
      entries[entry.instrument] = Located(entry: entry, location: location, date: date)
    }
  }

  /// The entry of an instrument; nil if the file has none.
  func entry(of instrument: InstrumentID) -> ScheduleDocument.Instrument? {
    entries[instrument.rawValue]?.entry
  }

  /// The margins.
  func margins() throws(InputError) -> [ScheduledMargin] {
    var margins: [ScheduledMargin] = []
    for located in entries.values {
      for side in Side.allCases {
        let stated = side == .long ? located.entry.long : located.entry.short
        if let stated { margins.append(try margin(of: located, side, stated)) }
      }
    }
    guard !margins.isEmpty else {
      throw file.error(
        InputLocation(file.path, part: "instruments"), "no-margins", "the schedule has no margins",
        remedy: "recalibrate it")
    }
    return margins
  }

  private func margin(
    of located: Located, _ side: Side, _ stated: ScheduleDocument.Margin
  ) throws(InputError) -> ScheduledMargin {
    let location = located.location.within(side.rawValue)
    guard
      let rates = MarginRates(
        initial: stated.initialMargin, maintenance: stated.maintenanceMargin)
    else {
      throw file.error(
        location, "im-below-mm",
        "the maintenance margin is above the initial margin, or a rate is negative",
        remedy: "correct the rates, or recalibrate")
    }
    return ScheduledMargin(
      instrument: InstrumentID(rawValue: located.entry.instrument), side: side,
      asOf: try file.date(located.entry.asOf, location.within("asOf")),
      effectiveFrom: try file.date(stated.effectiveFrom, location.within("effectiveFrom")),
      rates: rates, maximumLeverage: stated.maximumLeverage, level: stated.level,
      horizonBars: stated.horizonBars, periodOfRisk: stated.periodOfRisk, measure: stated.measure,
      quantileConvention: stated.quantileConvention, valueAtRisk: stated.valueAtRisk,
      interval: stated.risks,
      steps: (stated.steps ?? []).map { WaterfallChange.Step(name: $0.step, rate: $0.rate) })
  }
}

extension ScheduleFile.Terms {
  init(_ document: ScheduleDocument) {
    let margin = document.policy["margin"]
    let rounding = margin?["rounding"]?.double.flatMap { MarginRate(fraction: $0) }
    self.init(
      policy: document.policy, model: document.model, provenance: document.provenance,
      roundingStep: rounding.flatMap { $0 > .zero ? $0 : nil },
      covers: margin?["covers"]?.string.flatMap { CoveredRate(rawValue: $0) })
  }
}

/// The text of a JSON schedule, with errors that name the location.
struct ScheduleText {
  let path: String

  static let remedy = "rewrite the schedule with margin calibrate --format json"

  /// The documents of a text: one, or one per line if the first line is a document; each with its
  /// line, or nil for a single document.
  static func documents(_ bytes: [UInt8]) -> [(bytes: ArraySlice<UInt8>, line: Int?)] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated().filter { $0.element.contains { $0 > 0x20 } }
    guard lines.count > 1, let first = lines.first, (try? JSON(reading: first.element)) != nil
    else { return [(bytes[...], nil)] }
    return lines.map { ($0.element, $0.offset + 1) }
  }

  /// A location in the document of a line.
  func location(_ line: Int?, _ part: String? = nil) -> InputLocation {
    InputLocation(path, line: line, part: part)
  }

  func error(
    _ location: InputLocation, _ code: String, _ problem: String, remedy: String
  ) -> InputError {
    InputError(location, code: code, problem, remedy: remedy, style: .words)
  }

  func document(
    _ text: (bytes: ArraySlice<UInt8>, line: Int?)
  ) throws(InputError) -> ScheduleDocument {
    let json = try json(text)
    let schema = ScheduleDocument.schema(of: json)
    guard schema == ScheduleDocument.schema else {
      throw error(
        location(text.line, "schema"), "unknown-schema",
        schema.map { "\"\($0)\" is not \"\(ScheduleDocument.schema)\"" }
          ?? "is missing, expected \"\(ScheduleDocument.schema)\"",
        remedy: "name a schedule written by margin calibrate --format json")
    }
    do throws(JSONMismatch) {
      return try ScheduleDocument(json)
    } catch {
      throw refusal(error, text.line)
    }
  }

  private func json(_ text: (bytes: ArraySlice<UInt8>, line: Int?)) throws(InputError) -> JSON {
    do throws(JSONFault) {
      return try JSON(reading: text.bytes, firstLine: text.line ?? 1)
    } catch let fault {
      throw error(
        InputLocation(path, fault.position), fault.code,
        "invalid JSON: expected \(fault.expected)", remedy: Self.remedy)
    }
  }

  /// The error of a mismatched value.
  private func refusal(_ mismatch: JSONMismatch, _ line: Int?) -> InputError {
    let (code, problem) =
      switch mismatch.kind {
      case .missing: ("missing-field", "is missing")
      case .null: ("missing-field", "is null")
      case .otherKind: ("invalid-value", "has the wrong type")
      case .invalid(let reason): ("invalid-value", "is invalid: " + reason)
      }
    return error(
      location(line, mismatch.path.text), code, "the value \(problem)", remedy: Self.remedy)
  }

  func date(_ text: String?, _ location: InputLocation) throws(InputError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(text) else {
      throw error(
        location, "invalid-date", "\"\(text)\" is not a date",
        remedy: "expected an ISO 8601 date, such as 2024-06-28")
    }
    return time
  }
}

extension InputLocation {
  /// The location of a key below this one.
  fileprivate func within(_ key: String) -> InputLocation {
    InputLocation(source, line: line, column: column, part: part.map { "\($0).\(key)" } ?? key)
  }
}
