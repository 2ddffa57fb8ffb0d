internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// A warning or a failure, and whom it is about.
struct Finding: Hashable {
  let subject: String
  let code: String
  let message: String

  /// The failures of instruments, and those of files.
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

/// Findings for people: the same finding about several subjects is told once.
enum Findings {
  /// `subject, subject: message (code)`, a line each.
  static func text(_ findings: [Finding]) -> String {
    grouped(findings).map { group in
      Wrapping.lines("\(group.subjects): \(group.message) (\(group.code))", indent: 2)
    }.joined()
  }

  static func markdown(_ findings: [Finding]) -> String {
    grouped(findings).map { group in
      "- \(Markdown.escaped(group.subjects)): \(Markdown.escaped(group.message)) "
        + "(`\(group.code)`)\n"
    }.joined()
  }

  private struct Group {
    var subjects: String
    let code: String
    let message: String
  }

  private struct Key: Hashable {
    let code: String
    let message: String
  }

  private static func grouped(_ findings: [Finding]) -> [Group] {
    var order: [Key] = []
    var subjects: [Key: [String]] = [:]
    var told: Set<Finding> = []
    for finding in findings where told.insert(finding).inserted {
      let key = Key(code: finding.code, message: finding.message)
      if subjects[key] == nil { order.append(key) }
      subjects[key, default: []].append(finding.subject)
    }
    return order.map { key in
      let names = subjects[key] ?? []
      let shown = names.prefix(longestList).joined(separator: ", ")
      let rest = names.count > longestList ? " and \(names.count - longestList) more" : ""
      return Group(subjects: shown + rest, code: key.code, message: key.message)
    }
  }

  /// Beyond so many names a list says how many more there are.
  private static let longestList = 20
}
