public import Instruments
public import Margin
public import MarketData
public import Policies
internal import RiskMeasures
public import Text

/// The baseline of a margin comparison: an earlier date, an earlier policy, or both.
public struct PreviousMargin: Sendable {
  /// The date of the earlier margin; nil for the same date.
  public var since: Timestamp?
  /// The policy of the earlier margin; nil for the same policy.
  public var configuration: CalibrationConfiguration?
  /// The rates published at that date, if a schedule states them.
  public var recorded: [Side: MarginRate] = [:]

  /// A comparison with the same date and policy.
  public init() {}
}

/// A schedule written by `margin calibrate --format json`, read for one instrument.
public struct PreviousSchedule {
  private let reading: ScheduleReading
  private let path: String

  /// Reads a file.
  ///
  /// - Throws: `InputError` if the file is not a schedule.
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
        InputLocation(path), code: error.code, "is not a schedule in JSON",
        remedy: "name a file written by margin calibrate --format json")
    }
  }

  /// The recorded margin of an instrument: date, policy and covered rates.
  ///
  /// - Throws: `InputError` if the file lacks the instrument or its policy cannot be read.
  public func margin(of instrument: InstrumentID) throws(InputError) -> PreviousMargin {
    guard let entry = reading.entry(of: instrument) else {
      throw InputError(
        InputLocation(path), code: "unknown-instrument", "has no margin of \(instrument)",
        remedy: "name a schedule that contains the instrument")
    }
    let policy: CalibrationConfiguration
    do throws(KeyFault) {
      policy = try CalibrationConfiguration(recorded: reading.document.policy)
    } catch {
      throw InputError(
        InputLocation(path), code: "invalid-policy",
        "this version cannot read the schedule's policy: \(error.path.description): \(error.problem)",
        remedy: "recalibrate the earlier date, or use --since")
    }
    let group = policy.groups.first { $0.name == entry.group }
    let configuration = group?.configuration ?? policy
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
