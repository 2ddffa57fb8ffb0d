public import Text

extension RecordedResult {
  /// Reads a record, also one of the former schema `margin.recorded/1`.
  ///
  /// - Throws: An error with the place of a damaged value, or for a file that cannot be read.
  public init(contentsOf path: String) throws(InputError) {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw error.error(path)
    }
    try self.init(json: bytes, file: path)
  }

  /// Parses a record; `file` is its name in messages.
  public init(json bytes: [UInt8], file: String) throws(InputError) {
    let document: JSON
    do throws(JSONFault) {
      document = try JSON(reading: bytes)
    } catch {
      throw InputError(
        InputLocation(file, error.position), code: error.code, error.problem,
        remedy: Self.remedy)
    }
    let reader = RecordReader(file: file, document: document)
    switch document["schema"]?.string {
    case Self.schema: try self.init(reading: reader)
    case Self.formerSchema: try self.init(readingMargins: reader)
    default:
      let found = document["schema"].map { $0.rendered } ?? "no schema"
      throw reader.error(
        ["schema"], "is not a record of a case: expected \"\(Self.schema)\", found \(found)")
    }
  }

  static let remedy =
    "restore the file, or delete it and record again with --record --reason \"…\""
  private static let formerSchema = "margin.recorded/1"

  private init(reading reader: RecordReader) throws(InputError) {
    let rows = try reader.members(["result"])
    for row in rows where row.value.object == nil {
      throw reader.error(["result", row.name], "is not an object")
    }
    self.init(
      version: try reader.text(["version"]), command: try reader.text(["command"]),
      reason: try reader.text(["reason"]),
      configurationHash: reader.optionalText("configurationHash"),
      inputs: try reader.inputs(), exitStatus: try reader.whole(["exitStatus"]),
      spread: try reader.spread(),
      result: ResultRows(
        rows: rows.map { ResultRows.Row(location: $0.name, values: $0.value) }))
  }

  /// A record of the former schema: four numbers for each side of each instrument.
  private init(readingMargins reader: RecordReader) throws(InputError) {
    var instruments: [String] = []
    var sides: [String: [JSONObject.Member]] = [:]
    for (index, margin) in try reader.elements(["margins"]).enumerated() {
      guard let instrument = margin["instrument"]?.string, let side = margin["side"]?.string,
        margin["initialMargin"]?.double != nil
      else {
        throw reader.error(
          ["margins"], "margin \(index + 1) has no instrument, side or initialMargin")
      }
      if sides[instrument] == nil { instruments.append(instrument) }
      let numbers = Self.marginFields.map { ($0, margin[$0] ?? .null) }
      sides[instrument, default: []].append(.init(side, .object(JSONObject(numbers))))
    }
    let rows = instruments.map {
      ResultRows.Row(
        location: "instruments[\($0)]", values: .object(JSONObject(sides[$0] ?? [])))
    }
    self.init(
      version: try reader.text(["version"]), command: CaseCommand.calibrate.rawValue, reason: nil,
      configurationHash: reader.optionalText("configurationHash"), inputs: try reader.inputs(),
      exitStatus: 0, spread: .unmeasured,
      result: ResultRows(rows: rows), holdsMarginsAlone: true)
  }

  /// The numbers of a record of the former schema.
  package static let marginFields = [
    "initialMargin", "maintenanceMargin", "valueAtRisk", "expectedShortfall",
  ]
}

/// The members of a record, with errors that name the place.
private struct RecordReader {
  let file: String
  let document: JSON

  func error(_ keys: [String], _ problem: String) -> InputError {
    let path = DocumentPath(keys)
    return InputError(
      InputLocation(file, document.position(nearest: path), part: path.text),
      code: "damaged-record",
      problem, remedy: RecordedResult.remedy)
  }

  private func value(_ keys: [String]) throws(InputError) -> JSON {
    guard let value = document.value(at: keys) else { throw error(keys, "is missing") }
    return value
  }

  func text(_ keys: [String]) throws(InputError) -> String {
    guard let text = try value(keys).string else { throw error(keys, "is not a text") }
    return text
  }

  func optionalText(_ key: String) -> String? { document[key]?.string }

  func whole(_ keys: [String]) throws(InputError) -> Int {
    guard let number = try value(keys).integer else {
      throw error(keys, "is not a whole number")
    }
    return number
  }

  func members(_ keys: [String]) throws(InputError) -> [JSONObject.Member] {
    guard let members = try value(keys).members else { throw error(keys, "is not an object") }
    return members
  }

  func elements(_ keys: [String]) throws(InputError) -> [JSON] {
    guard let elements = try value(keys).elements else { throw error(keys, "is not an array") }
    return elements
  }

  func inputs() throws(InputError) -> [RecordedResult.Input] {
    try elements(["inputs"]).map { input throws(InputError) in
      guard let path = input["path"]?.string, let digest = input["sha256"]?.string else {
        throw error(["inputs"], "an input has no path or sha256")
      }
      return RecordedResult.Input(path: path, sha256: digest)
    }
  }

  func spread() throws(InputError) -> PlatformSpread {
    let platforms = try elements(["platforms"]).compactMap(\.string)
    let fields = try members(["spread"]).map { member throws(InputError) in
      guard member.value.object != nil else {
        throw error(["spread", member.name], "is not an object")
      }
      let sizes = ["absolute", "relative"].map { member.value[$0]?.double }
      guard sizes.allSatisfy({ $0.map { $0.isFinite && $0 >= 0 } ?? true }) else {
        throw error(["spread", member.name], "is not a finite difference")
      }
      return PlatformSpread.Field(name: member.name, absolute: sizes[0], relative: sizes[1])
    }
    return PlatformSpread(platforms: platforms, fields: fields)
  }
}
