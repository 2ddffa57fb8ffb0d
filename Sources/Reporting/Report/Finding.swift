internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// A warning or a failure, with its subject.
public struct Finding: Hashable, Sendable {
  /// The instrument, side or file concerned.
  public let subject: String
  /// The stable name of the kind of finding.
  public let code: String
  /// The message, with its effect on the numbers.
  public let message: String

  /// The failures of files, followed by those of margins.
  static func all(
    _ failures: [MarginFailure], loading: [InstrumentFailure]
  ) -> [Finding] {
    loading.map {
      Finding(
        subject: $0.instrument?.rawValue ?? $0.file, code: $0.error.reason, message: $0.message)
    }
      + failures.map { failure in
        let side = failure.side.map { " " + $0.rawValue } ?? ""
        return Finding(
          subject: failure.instrument.rawValue + side, code: failure.reason,
          message: failure.message)
      }
  }
}

/// One finding with all of its subjects, so that it is printed once.
struct FindingGroup {
  let subjects: String
  let code: String
  let message: String

  /// Groups findings in order of first appearance.
  static func all(_ findings: [Finding]) -> [FindingGroup] {
    var order: [Key] = []
    var subjects: [Key: [String]] = [:]
    var seen: Set<Finding> = []
    for finding in findings where seen.insert(finding).inserted {
      let key = Key(code: finding.code, message: finding.message)
      if subjects[key] == nil { order.append(key) }
      subjects[key, default: []].append(finding.subject)
    }
    return order.map { key in
      let names = subjects[key] ?? []
      let shown = names.prefix(longestList).joined(separator: ", ")
      let rest = names.count > longestList ? " and \(names.count - longestList) more" : ""
      return FindingGroup(subjects: shown + rest, code: key.code, message: key.message)
    }
  }

  private struct Key: Hashable {
    let code: String
    let message: String
  }

  /// The longest list of names; longer lists end with the number of names omitted.
  private static let longestList = 20
}
