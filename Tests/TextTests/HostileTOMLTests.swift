import TestSupport
import Testing
import Text

/// Mutants of a policy: each is read or refused with a position within it; none traps.
struct HostileTOMLTests {
  @Test func mutantsOfTOMLAreReadOrRefused() {
    var generator = SeededGenerator(seed: 22)
    let policy = """
      # é
      [model.filtered-historical]
      window = 500
      decay = 0.97
      [margin]
      period = { count = 2, unit = "business-days", x.y = 1979-05-27T00:32:00.5-07:00 }
      text = \"\"\"a\\u00e9 \\
        b\"\"\"
      list = [0x1F, 1_000, [+inf, nan], 'l', { a = [{}] }]
      [[step]]
      a."b.c".'d' = true
      [[step.x]]
      """
    for _ in 0 ..< 10_000 {
      let bytes = Mutant.bytes(policy, &generator)
      guard let text = String(validating: bytes, as: UTF8.self) else { continue }
      do throws(InputError) {
        let document = try TOMLDocument(text, file: "p")
        _ = (document.root.rendered, document.pathsOfNonFiniteNumbers)
      } catch {
        guard let line = error.location.line, let column = error.location.column else {
          Issue.record("\(error) has no position")
          continue
        }
        #expect(
          Mutant.isWithin(TextPosition(line: line, column: column), bytes), "\(error) \(text)")
        #expect(error.excerpt != nil, "\(error) \(text)")
      }
    }
  }
}
