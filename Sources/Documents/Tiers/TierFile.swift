package import Margin
package import Text

/// A tier file being read.
struct TierFile {
  let path: String
  let bytes: [UInt8]
  let options: TierReadOptions
  /// The parsed document if the file looks like JSON.
  private let read: Result<JSONDocument, JSONFault>?

  init(path: String, _ options: TierReadOptions) throws(InputError) {
    self.path = path
    self.options = options
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw InputError(
        InputLocation(path), code: "unreadable", "cannot be read",
        remedy: "check the path and the permissions of the file", style: .colonsAndCode)
    }
    let bytes = bytes
    read =
      Self.looksLikeJSON(bytes)
      ? Result { () throws(JSONFault) in try JSONDocument(reading: bytes) } : nil
  }

  /// Whether the file starts like a JSON array or object.
  private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    let first = bytes.first { ![0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The document as JSON.
  func document() throws(InputError) -> JSONDocument {
    do throws(JSONFault) {
      if let read { return try read.get() }
      return try JSONDocument(reading: bytes)
    } catch {
      throw error.error(path)
    }
  }

  /// The format of the file: the given one, else the first that matches.
  func format() throws(InputError) -> TierFormat {
    if let named = options.format { return named }
    guard read != nil else { return .csv }
    let value = try document().value
    guard let format = TierFormat.allCases.first(where: { $0.adapter.matches(value) }) else {
      throw InputError(
        InputLocation(path), code: "unknown-shape", "is not a known tier format",
        remedy: "name the format with --from", style: .colonsAndCode)
    }
    return format
  }

  /// The location of a tier or a table: its line, if known, and its name.
  func location(of tier: JSON?, _ name: String) -> InputLocation {
    InputLocation(path, line: tier?.objectLine, part: name)
  }

  /// The table of the given tiers; `location` returns the location of a tier by number, or of the
  /// table.
  func table(
    symbol: String, currency: String, unit: TierUnit, rule: TierRule, _ tiers: [Tier],
    location: (Int?) -> InputLocation
  ) throws(InputError) -> TierTable {
    do throws(TierFault) {
      return try TierTable(
        symbol: symbol, currency: currency, unit: unit, rule: rule,
        tiers: options.repair == .asked ? TierTable.repaired(tiers) : tiers,
        allowing: options.allowance)
    } catch {
      throw InputError(location(error.tier), error)
    }
  }
}

/// The fields of one JSON tier.
struct TierFields {
  let value: JSON
  let location: InputLocation

  /// A required decimal.
  func required(_ key: String) throws(InputError) -> DecimalNumber {
    guard let number = try optional(key) else {
      throw error("missing-field", "missing field \"\(key)\"; add it")
    }
    return number
  }

  /// A decimal, which may be in quotes; nil if the field is missing.
  func optional(_ key: String) throws(InputError) -> DecimalNumber? {
    guard let found = value[key], !found.isNull else { return nil }
    guard let number = found.numeral.flatMap({ DecimalNumber($0) }) else {
      throw error("invalid-number", "\(key) is not a decimal number; write one, such as 0.004")
    }
    return number
  }

  /// The fields of the object under a key; nil if there is none.
  func part(_ key: String) -> TierFields? {
    value[key].map { TierFields(value: $0, location: location) }
  }

  func error(_ code: String, _ sentence: String) -> InputError {
    InputError(location, code: code, sentence: sentence)
  }
}

extension InputError {
  /// The error of a fault in a tier table.
  package init(_ location: InputLocation, _ fault: TierFault) {
    self.init(location, code: fault.code, sentence: fault.message)
  }
}
