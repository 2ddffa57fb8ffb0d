import MarketData
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfMarketDataRuns() async throws {
    let folder = try TemporaryFolder()
    let prices = try folder.write("date,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n")
    // example: MarketData
    let loaded = try await PriceLoader().load(paths: [prices])  // a CSV file
    for history in loaded.panel.histories {
      let returns = history.returns(.log)
      print(returns.instrument, returns.values.count)
    }
    for failure in loaded.failures { print(failure.message) }
    // end
    #expect(loaded.panel.histories.map { $0.returns(.log).values.count } == [2])
    #expect(loaded.failures.isEmpty)
  }
}
