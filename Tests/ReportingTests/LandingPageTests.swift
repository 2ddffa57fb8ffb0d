import Calibration
import Reporting
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfReportingRuns() async throws {
    let report = try await Fixture(model: "historical").calibration()
    // example: Reporting
    let markdown = ScheduleRenderer(report: report).rendered(as: .markdown)
    print(markdown, terminator: "")
    // end
    #expect(markdown.hasPrefix("## Margin schedule as of 2023-10-28\n"))
  }
}
