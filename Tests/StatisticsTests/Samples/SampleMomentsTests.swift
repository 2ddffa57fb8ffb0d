import Statistics
import TestSupport
import Testing

@Suite struct SampleMomentsTests {
  @Test func theVectorIsReproduced() throws {
    let vectors = try Reference.cases("moments")
    try #require(vectors.count == 1)
    let sample = moments(of: try Reference.quantileSample())
    for vector in vectors {
      let relative = vector.tolerance.relative
      expectClose(sample.mean, try vector.number("expected", "mean"), relative: relative)
      expectClose(
        sample.populationVariance, try vector.number("expected", "var_pop"), relative: relative)
      expectClose(
        try #require(sample.sampleVariance), try vector.number("expected", "var_sample"),
        relative: relative)
      expectClose(
        try #require(sample.skewness), try vector.number("expected", "skew_pop"),
        relative: relative)
      expectClose(
        try #require(sample.kurtosis) - 3, try vector.number("expected", "exkurt_pop"),
        relative: relative)
    }
  }

  @Test func aSampleSmallEnoughForPaper() throws {
    // Mean 2; deviations −2, −1, 3; sums of powers 14, 18 and 98.
    let sample = moments(of: [0, 1, 5])
    #expect(sample.count == 3)
    #expect(sample.mean == 2)
    expectClose(sample.populationVariance, 14.0 / 3, relative: .ulpOfOne)
    expectClose(try #require(sample.sampleVariance), 7, relative: .ulpOfOne)
    let spread = 14.0 / 3
    expectClose(
      try #require(sample.skewness), 6 / (spread * spread.squareRoot()),
      relative: 4 * .ulpOfOne)
    expectClose(
      try #require(sample.kurtosis), 98.0 / 3 / (spread * spread), relative: 4 * .ulpOfOne)
  }

  @Test func aLargeOffsetCostsNoDigits() {
    // 2³⁰ has room for every value exactly, so the moments are those without the offset.
    let offset = 0x1p30
    let values = (0 ..< 1000).map { offset + Double($0 % 4) }
    let sample = moments(of: values)
    #expect(sample.mean == offset + 1.5)
    expectClose(sample.populationVariance, 1.25, relative: 4 * .ulpOfOne)
  }

  @Test func whatASampleCannotSayIsNil() {
    let single = moments(of: [3])
    #expect(single.mean == 3)
    #expect(single.populationVariance == 0)
    #expect(single.sampleVariance == nil)
    let constant = moments(of: [0.1, 0.1, 0.1])
    #expect(constant.skewness == nil)
    #expect(constant.kurtosis == nil)
  }

  @Test func anEmptySampleTraps() async {
    await #expect(processExitsWith: .failure) { _ = moments(of: []) }
  }

  @Test func aNaNTraps() async {
    await #expect(processExitsWith: .failure) { _ = moments(of: [1, .nan]) }
  }
}

func moments(of values: [Double]) -> SampleMoments { SampleMoments(values.span) }
