internal import FoundationEssentials
public import Instruments
internal import Margin
public import MarketData

/// The approved margins of a regression case.
public struct RecordedMargins: Hashable, Sendable, Codable {
  /// The name of the schema; a change of meaning increments its number.
  public static let schema = "margin.recorded/1"

  /// The name of the schema that was written.
  public let schema: String
  /// The version of the program.
  public let version: String
  /// The SHA-256 of the resolved configuration.
  public let configurationHash: String
  /// The input files, sorted by path.
  public let inputs: [Input]
  /// The margins by instrument and side.
  public let margins: [Margin]

  /// An input file, which distinguishes changed numbers from changed data.
  public struct Input: Hashable, Sendable, Codable {
    /// The path as given.
    public let path: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String

    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// The margin of one side of one instrument.
  public struct Margin: Hashable, Sendable, Codable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The side of the position.
    public let side: Side
    /// The date of the last return used; nil if all are used or the series is undated.
    public let asOf: String?
    /// The initial margin as a fraction of notional.
    public let initialMargin: Double
    /// The maintenance margin as a fraction of notional.
    public let maintenanceMargin: Double
    /// The value at risk as a fraction of notional.
    public let valueAtRisk: Double
    /// The expected shortfall as a fraction of notional; nil if it diverges.
    public let expectedShortfall: Double?

    package init(
      instrument: InstrumentID, side: Side, asOf: String?, initialMargin: Double,
      maintenanceMargin: Double, valueAtRisk: Double, expectedShortfall: Double?
    ) {
      self.instrument = instrument
      self.side = side
      self.asOf = asOf
      self.initialMargin = initialMargin
      self.maintenanceMargin = maintenanceMargin
      self.valueAtRisk = valueAtRisk
      self.expectedShortfall = expectedShortfall
    }
  }

  package init(version: String, configurationHash: String, inputs: [Input], margins: [Margin]) {
    schema = Self.schema
    self.version = version
    self.configurationHash = configurationHash
    self.inputs = inputs
    self.margins = margins
  }

  /// The JSON with sorted keys, shortest round-trip numbers and one line per value for readable
  /// diffs.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("recorded margins contain only finite numbers and strings")
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  package init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }
}
