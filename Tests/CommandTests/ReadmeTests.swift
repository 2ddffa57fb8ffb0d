import Foundation
import TestSupport
import Testing

/// The README shows what the tool prints.
struct ReadmeTests {
  @Test func theFirstTableIsWhatTheToolPrints() throws {
    let root = ReferenceFile.package().path
    let text = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("    $ margin ") })
    let end = try #require(lines[start...].firstIndex { $0.hasPrefix("#") })
    let shown = lines[(start + 1) ..< end].filter { $0.hasPrefix("    ") && $0 != "    …" }
      .map { String($0.dropFirst(4)) }
    let command = lines[start].dropFirst("    $ margin ".count)
    let run = try Sandbox().shell("cd '\(root)' && \"$MARGIN\" \(command) --quiet")
    let printed = run.output.split(separator: "\n").map(String.init)
    #expect(run.code == 0 && shown.count > 4)
    var index = printed.startIndex
    for line in shown {
      let found = printed[index...].firstIndex(of: line)
      #expect(found != nil, "the tool does not print: \(line)")
      if let found { index = found + 1 }
    }
  }
}
