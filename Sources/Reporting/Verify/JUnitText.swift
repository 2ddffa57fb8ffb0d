internal import Calibration
internal import Documents

/// The verification of recorded cases as a JUnit report, one test case for each case file.
///
/// A number beyond its tolerance is a failure; a case that could not be run is an error.
///
/// - SeeAlso: the JUnit XML format as read by Jenkins and GitLab.
public struct JUnitText: Sendable {
  private let cases: [VerifyRenderer.Case]

  /// Creates a report of cases.
  public init(_ cases: [VerifyRenderer.Case]) { self.cases = cases }

  /// The XML, ending with a newline.
  public var xml: String {
    let failures = cases.count { $0.outcome.drift?.hasFailed == true }
    let errors = cases.count { $0.message != nil }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(counts)>\n"
      + "  <testsuite name=\"margin verify\" \(counts) skipped=\"0\">\n"
      + cases.map(Self.element).joined() + "  </testsuite>\n</testsuites>\n"
  }

  private static func element(_ item: VerifyRenderer.Case) -> String {
    let start = "    <testcase classname=\"margin verify\" name=\"\(escaped(item.path))\""
    guard let content = content(of: item) else { return start + "/>\n" }
    return start + ">\n" + content + "    </testcase>\n"
  }

  private static func content(of item: VerifyRenderer.Case) -> String? {
    if let message = item.message {
      let first = message.prefix { $0 != "\n" }
      return "      <error message=\"\(escaped(first))\">\(escaped(message))</error>\n"
    }
    guard let drift = item.outcome.drift else { return nil }
    let beyond = drift.movements.filter(\.isBeyond)
    guard let first = beyond.first else { return output(drift.notes) }
    let message =
      "\(beyond.count) of \(drift.compared) beyond tolerance, first \(sentence(first))"
    let lines = beyond.map(sentence) + drift.notes + describe(item)
    return "      <failure message=\"\(escaped(message))\">"
      + escaped(lines.joined(separator: "\n")) + "</failure>\n"
  }

  private static func output(_ notes: [String]) -> String? {
    guard !notes.isEmpty else { return nil }
    return "      <system-out>\(escaped(notes.joined(separator: "\n")))</system-out>\n"
  }

  private static func describe(_ item: VerifyRenderer.Case) -> [String] {
    [item.about.map { "about: \($0)" }, item.commandLine.map { "rerun: \($0)" }]
      .compactMap(\.self)
  }

  /// The field, both values, the difference, and the tolerance with its class and reason.
  private static func sentence(_ movement: ResultDrift.Movement) -> String {
    let difference = movement.difference.map { " (difference \($0))" } ?? ""
    return "\(movement.value.name): recorded \(movement.recorded ?? "nothing"), "
      + "now \(movement.now ?? "missing")\(difference); tolerance \(movement.tolerance.words): "
      + movement.tolerance.reason
  }

  /// The text with the characters of markup escaped, and those that XML 1.0 forbids replaced.
  private static func escaped(_ text: some StringProtocol) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n": escaped += "&#10;"
      case "\t": escaped += "&#9;"
      case "\r": escaped += "&#13;"
      case _ where scalar.value < 0x20 || (0xFFFE ... 0xFFFF).contains(scalar.value):
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
