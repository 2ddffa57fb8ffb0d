internal import Foundation
public import Instruments
public import Margin
public import MarketData
public import Policies
internal import RiskMeasures

/// What a margin is compared with: an earlier date, an earlier policy, or both.
public struct PreviousMargin: Sendable {
  /// The date of the earlier margin; nil for the same date.
  public var since: Timestamp?
  /// The policy of the earlier margin; nil for the same policy.
  public var configuration: CalibrationConfiguration?
  /// The rates that were published then, where a schedule says so.
  public var recorded: [Side: MarginRate] = [:]

  /// A comparison with the same margin, before anything is set.
  public init() {}
}

/// A schedule that `margin calibrate --format json` wrote, read back for one instrument.
public struct PreviousSchedule {
  private let document: Document
  private let path: String

  private struct Document: Decodable {
    let schema: String
    let policy: ConfigurationValue
    let instruments: [Entry]
  }

  private struct Entry: Decodable {
    let instrument: String
    let asOf: String?
    let long: Rates?
    let short: Rates?
  }

  private struct Rates: Decodable {
    let initialMargin: Double
    let maintenanceMargin: Double
  }

  /// Reads a file.
  ///
  /// - Throws: ``ConfigurationError`` for a file that is no schedule.
  public init(contentsOf path: String) throws(ConfigurationError) {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError(
        source: path, problem: "cannot be read",
        hint: "check the path and the permissions of the file")
    }
    do {
      document = try JSONDecoder().decode(Document.self, from: bytes)
    } catch {
      throw ConfigurationError(
        source: path, problem: "is no schedule in JSON",
        hint: "name a file that margin calibrate --format json wrote")
    }
    guard document.schema == "margin.schedule/1" else {
      throw ConfigurationError(
        source: path, problem: "has schema \(document.schema), not margin.schedule/1",
        hint: "name a file that margin calibrate --format json wrote")
    }
  }

  /// What an instrument's margin was: its date, its policy and its covered rates.
  ///
  /// - Throws: ``ConfigurationError`` where the file has no such instrument or an unreadable policy.
  public func margin(of instrument: InstrumentID) throws(ConfigurationError) -> PreviousMargin {
    guard let entry = document.instruments.first(where: { $0.instrument == instrument.rawValue })
    else {
      throw ConfigurationError(
        source: path, problem: "has no margin of \(instrument)",
        hint: "name a schedule that holds the instrument")
    }
    guard let bytes = try? JSONEncoder().encode(document.policy),
      let configuration = CalibrationConfiguration(
        canonicalJSON: String(decoding: bytes, as: UTF8.self))
    else {
      throw ConfigurationError(
        source: path, problem: "its policy is none of this version",
        hint: "calibrate the earlier date anew, or use --since")
    }
    var previous = PreviousMargin()
    previous.configuration = configuration
    previous.since = entry.asOf.flatMap { Timestamp($0) }
    let initial = configuration.margin.covers == .initial
    if let rates = entry.long {
      previous.recorded[.long] = MarginRate(
        fraction: initial ? rates.initialMargin : rates.maintenanceMargin)
    }
    if let rates = entry.short {
      previous.recorded[.short] = MarginRate(
        fraction: initial ? rates.initialMargin : rates.maintenanceMargin)
    }
    return previous
  }
}
