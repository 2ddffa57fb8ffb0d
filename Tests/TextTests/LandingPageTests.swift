import Testing
import Text

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfTextRuns() throws {
    // example: Text
    let document = try TOMLDocument("[margin]\nlevel = 1.0\n", file: "policy.toml")
    let path = DocumentPath(["margin", "level"])
    let error = document.error(
      at: path, code: "out-of-range", "1.0 is not below 1", remedy: "write 0.99")
    let message = error.message  // policy.toml:2:9: margin.level: 1.0 is not below 1; write 0.99
    // end
    #expect(message == "policy.toml:2:9: margin.level: 1.0 is not below 1; write 0.99")
  }
}
