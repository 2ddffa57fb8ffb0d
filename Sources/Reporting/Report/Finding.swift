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

  /// The warnings about a whole run.
  static func all(_ warnings: [MarginWarning]) -> [Finding] {
    warnings.map { Finding(subject: "input", code: $0.code, message: $0.message) }
  }

  /// The failures of files, followed by those of margins.
  static func all(
    _ failures: [MarginFailure], loading: [InstrumentFailure]
  ) -> [Finding] {
    loading.map { failure in
      let subject = failure.instrument?.rawValue ?? failure.file
      // A message that begins with the subject would say it twice.
      let isRepeated = ["\(subject), ", "\(subject): "].contains { failure.message.hasPrefix($0) }
      return Finding(
        subject: subject, code: failure.error.reason,
        message: isRepeated
          ? String(failure.message.dropFirst(subject.count + 2)) : failure.message)
    }
      + failures.map { failure in
        let side = failure.side.map { " " + $0.rawValue } ?? ""
        return Finding(
          subject: failure.instrument.rawValue + side, code: failure.reason,
          message: failure.message)
      }
  }
}

/// Findings of one kind whose messages differ in numbers alone, printed once with their subjects.
struct FindingGroup {
  /// The subjects; a long list ends with the number of those omitted.
  let subjects: String
  let code: String
  /// The message; a number that differs is a range, as in `787 to 924 returns`.
  let message: String

  /// Groups findings by kind, in order of first appearance.
  static func all(_ findings: [Finding]) -> [FindingGroup] {
    var order: [Key] = []
    var members: [Key: [Finding]] = [:]
    for finding in findings {
      let key = Key(finding)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(finding)
    }
    let first = Dictionary(
      order.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    return order.indices.sorted {
      (first[order[$0].code] ?? 0, $0) < (first[order[$1].code] ?? 0, $1)
    }
    .map { FindingGroup(members[order[$0]] ?? [], code: order[$0].code) }
  }

  private init(_ findings: [Finding], code: String) {
    var seen: Set<String> = []
    let names = findings.map(\.subject).filter { seen.insert($0).inserted }
    let rest = names.count - Self.longestList
    subjects =
      names.prefix(Self.longestList).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    self.code = code
    let words = findings.map { Self.words(of: $0.message) }
    message = (words.first ?? []).indices.map { index in
      let numbers = words.map { (text: $0[index], value: Self.number($0[index]) ?? 0) }
      guard let least = numbers.min(by: { $0.value < $1.value }),
        let most = numbers.max(by: { $0.value < $1.value }), least.value < most.value
      else { return String(words[0][index]) }
      return "\(least.text.filter { !Self.punctuation.contains($0) }) to \(most.text)"
    }.joined(separator: " ")
  }

  /// The kind of a finding: its code, and its message with `#` for numbers.
  private struct Key: Hashable {
    let code: String
    let message: [Substring]

    init(_ finding: Finding) {
      code = finding.code
      message = FindingGroup.words(of: finding.message).map {
        FindingGroup.number($0) == nil ? $0 : "#"
      }
    }
  }

  private static func words(of message: String) -> [Substring] {
    message.split(separator: " ", omittingEmptySubsequences: false)
  }

  /// The number that a word is, apart from punctuation after it.
  private static func number(_ word: Substring) -> Double? {
    guard word.first?.isNumber == true else { return nil }
    return Double(word.filter { !punctuation.contains($0) })
  }

  private static let punctuation: Set<Character> = [",", ";", ":", ")"]

  /// The length of the longest list of names.
  private static let longestList = 20
}
