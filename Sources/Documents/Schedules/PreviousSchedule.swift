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
  private let reading: ScheduleReading
  private let path: String

  /// Reads a file.
  ///
  /// - Throws: `InputError` for a file that is no schedule.
  public init(contentsOf path: String) throws(InputError) {
    self.path = path
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw InputError(
        InputLocation(path), code: error.code, "cannot be read",
        remedy: "check the path and the permissions of the file")
    }
    do throws(InputError) {
      reading = try ScheduleReading(bytes, path: path, asOf: nil)
    } catch {
      guard error.code == "malformed-json" else { throw error }
      throw InputError(
        InputLocation(path), code: error.code, "is no schedule in JSON",
        remedy: "name a file that margin calibrate --format json wrote")
    }
  }

  /// What an instrument's margin was: its date, its policy and its covered rates.
  ///
  /// - Throws: `InputError` where the file has no such instrument or an unreadable policy.
  public func margin(of instrument: InstrumentID) throws(InputError) -> PreviousMargin {
    guard let entry = reading.entry(of: instrument) else {
      throw InputError(
        InputLocation(path), code: "unknown-instrument", "has no margin of \(instrument)",
        remedy: "name a schedule that holds the instrument")
    }
    guard let configuration = CalibrationConfiguration(reading.document.policy) else {
      throw InputError(
        InputLocation(path), code: "invalid-policy", "its policy is none of this version",
        remedy: "calibrate the earlier date anew, or use --since")
    }
    var previous = PreviousMargin()
    previous.configuration = configuration
    previous.since = entry.asOf.flatMap { Timestamp($0) }
    let isInitial = configuration.margin.covers == .initial
    for (side, margin) in [(Side.long, entry.long), (.short, entry.short)] {
      previous.recorded[side] = isInitial ? margin?.initialMargin : margin?.maintenanceMargin
    }
    return previous
  }
}
