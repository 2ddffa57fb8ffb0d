import Calibration
import Testing
import Text

@testable import Reporting

struct ConfigurationTextTests {
  @Test(arguments: ["plain", "emir-etd", "crypto-clearing"])
  func aConfigurationIsReadBackByteForByte(preset: String) async throws {
    let context = try await Fixture(preset: preset).loaded.context
    #expect(context.configuration.rendered == context.configurationJSON)
  }
}
