import Statistics
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfStatisticsRuns() throws {
    // example: Statistics
    let quantile = Normal.quantile(of: 0.99)  // 2.32634787…
    let tailMean = Normal.tailMean(beyond: 0.01)  // 2.66521422…

    let rank = QuantileConvention.predictive.rank(millionths: 990_000, count: 250)
    let index = rank?.index  // 248, the second largest of 250

    let stream = RandomStream(seed: 1, identifier: "BTC-USD")
    let draw = stream.normal(path: 17, step: 0)  // the same on every machine and in any order
    // end
    // Eight decimals of the comments.
    #expect(abs(quantile - 2.32634787) < 1e-8)
    #expect(abs(tailMean - 2.66521422) < 1e-8)
    #expect(index == 248)
    #expect(draw == stream.normal(path: 17, step: 0) && draw != stream.normal(path: 18, step: 0))
  }
}
