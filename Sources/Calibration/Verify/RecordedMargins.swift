internal import Backtesting
internal import FoundationEssentials
internal import Margin
public import MarketData
public import RiskMeasures

/// The margins of a regression case, as they were when somebody looked at them and agreed.
public struct RecordedMargins: Hashable, Sendable, Codable {
  /// The name of this form; a change of meaning is a new number.
  public static let schema = "margin.recorded/1"

  public let schema: String
  public let version: String
  public let configurationHash: String
  public let inputs: [Input]
  public let margins: [Margin]

  /// A file that was read, so that a moved number can be told from moved data.
  public struct Input: Hashable, Sendable, Codable {
    public let path: String
    public let sha256: String
  }

  /// One side of one instrument.
  public struct Margin: Hashable, Sendable, Codable {
    public let instrument: InstrumentID
    public let side: Side
    public let asOf: String?
    public let initialMargin: Double
    public let maintenanceMargin: Double
    public let valueAtRisk: Double
    public let expectedShortfall: Double?
  }

  init(_ report: CalibrationReport, paths: [String: String]) {
    schema = Self.schema
    version = report.context.provenance.version
    configurationHash = report.context.provenance.configurationHash
    inputs = report.context.provenance.inputs.map {
      Input(path: paths[$0.path] ?? $0.path, sha256: $0.sha256)
    }
    margins = report.schedules.flatMap { schedule -> [Margin] in
      guard let entry = schedule.last else { return [] }
      return Side.allCases.compactMap { side in
        entry.margin(for: side).map { margin in
          Margin(
            instrument: schedule.instrument, side: side, asOf: entry.asOf?.description,
            initialMargin: margin.margin.initial.fraction,
            maintenanceMargin: margin.margin.maintenance.fraction,
            valueAtRisk: margin.valueAtRisk, expectedShortfall: margin.expectedShortfall)
        }
      }
    }
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

  init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }
}
