internal import FoundationEssentials
public import Instruments
internal import Margin
public import MarketData

/// The margins of a regression case, as they were when somebody looked at them and agreed.
public struct RecordedMargins: Hashable, Sendable, Codable {
  /// The name of this form; a change of meaning is a new number.
  public static let schema = "margin.recorded/1"

  /// The name of the form that was written.
  public let schema: String
  /// The version of the program.
  public let version: String
  /// The SHA-256 of the resolved configuration.
  public let configurationHash: String
  /// The files that were read, sorted by path.
  public let inputs: [Input]
  /// The margins by instrument and side.
  public let margins: [Margin]

  /// A file that was read, so that a moved number can be told from moved data.
  public struct Input: Hashable, Sendable, Codable {
    /// The path as it was given.
    public let path: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String

    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// One side of one instrument.
  public struct Margin: Hashable, Sendable, Codable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The side of the position.
    public let side: Side
    /// The date of the last return that counts; nil for all of them or an undated series.
    public let asOf: String?
    /// The margin to open a position, a fraction of notional.
    public let initialMargin: Double
    /// The margin to keep a position, a fraction of notional.
    public let maintenanceMargin: Double
    /// The quantile of the loss, a fraction of notional.
    public let valueAtRisk: Double
    /// The mean of the worst losses, as a fraction of notional; nil where it diverges.
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

  /// Sorted keys, shortest round-trip numbers, one line a value so that a diff reads well.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let bytes = try? encoder.encode(self) else {
      preconditionFailure("Recorded margins hold finite numbers and texts only")
    }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  package init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }
}
