internal import Foundation
public import Instruments
public import Margin
public import MarketData
public import Policies
internal import RiskMeasures
public import Text

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
    let policy: JSON
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
  /// - Throws: ``InputError`` for a file that is no schedule.
  public init(contentsOf path: String) throws(InputError) {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw InputError(
        InputLocation(path), code: "no-schedule", "cannot be read",
        remedy: "check the path and the permissions of the file")
    }
    do {
      document = try JSONDecoder().decode(Document.self, from: bytes)
    } catch {
      throw InputError(
        InputLocation(path), code: "no-schedule", "is no schedule in JSON",
        remedy: "name a file that margin calibrate --format json wrote")
    }
    guard document.schema == "margin.schedule/1" else {
      throw InputError(
        InputLocation(path), code: "no-schedule",
        "has schema \(document.schema), not margin.schedule/1",
        remedy: "name a file that margin calibrate --format json wrote")
    }
  }

  /// What an instrument's margin was: its date, its policy and its covered rates.
  ///
  /// - Throws: ``InputError`` where the file has no such instrument or an unreadable policy.
  public func margin(of instrument: InstrumentID) throws(InputError) -> PreviousMargin {
    guard let entry = document.instruments.first(where: { $0.instrument == instrument.rawValue })
    else {
      throw InputError(
        InputLocation(path), code: "no-schedule", "has no margin of \(instrument)",
        remedy: "name a schedule that holds the instrument")
    }
    guard let configuration = CalibrationConfiguration(document.policy) else {
      throw InputError(
        InputLocation(path), code: "no-schedule", "its policy is none of this version",
        remedy: "calibrate the earlier date anew, or use --since")
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
