import Statistics
import Testing

@Suite struct PhiloxTests {
  /// The known answers published with Random123 for philox4x32, ten rounds.
  static let knownAnswers: [(SIMD4<UInt32>, SIMD2<UInt32>, SIMD4<UInt32>)] = [
    (
      SIMD4(repeating: 0), SIMD2(repeating: 0),
      SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    ),
    (
      SIMD4(repeating: .max), SIMD2(repeating: .max),
      SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
    ),
    (
      SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), SIMD2(0xA409_3822, 0x299F_31D0),
      SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ]

  @Test func thePublishedAnswersAreReproduced() {
    for (counter, key, expected) in Self.knownAnswers {
      #expect(Philox4x32.words(counter: counter, key: key) == expected)
    }
  }
}

@Suite struct RandomStreamTests {
  /// Known answers of 64-bit FNV-1a: the empty text and "foobar".
  @Test func theIdentifierHashIsFNV1a() {
    #expect(RandomStream.hash("") == 0xCBF2_9CE4_8422_2325)
    #expect(RandomStream.hash("foobar") == 0x8594_4171_F739_67E8)
  }

  @Test func theAddressIsSeedThenIdentifierThenPathThenStep() {
    let hash = RandomStream.hash("BTC-USD")
    let words = Philox4x32.words(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: hash), UInt32(truncatingIfNeeded: hash >> 32), 17, 5),
      key: SIMD2(0x89AB_CDEF, 0x0123_4567))
    let top = UInt64(words[0]) << 21 | UInt64(words[1] >> 11)
    let stream = RandomStream(seed: 0x0123_4567_89AB_CDEF, identifier: "BTC-USD")
    let uniform = stream.uniform(path: 17, step: 5)
    #expect(uniform == (Double(top) + 0.5) / 9_007_199_254_740_992)
    #expect(stream.normal(path: 17, step: 5) == Normal.quantile(of: uniform))
  }

  @Test func everyPartOfTheAddressMatters() {
    let base = RandomStream(seed: 1, identifier: "A")
    let values = [
      base.uniform(path: 0, step: 0), base.uniform(path: 1, step: 0),
      base.uniform(path: 0, step: 1),
      RandomStream(seed: 2, identifier: "A").uniform(path: 0, step: 0),
      RandomStream(seed: 1 << 32 | 1, identifier: "A").uniform(path: 0, step: 0),
      RandomStream(seed: 1, identifier: "B").uniform(path: 0, step: 0),
    ]
    #expect(Set(values).count == values.count)
  }

  /// Lengths on both sides of a block of eight, and a start inside one.
  @Test(arguments: [0, 1, 7, 8, 9, 1000, 4099], [UInt32(0), 3, 4_294_000_000])
  func aFillHasTheBitsOfSingleDraws(count: Int, firstPath: UInt32) {
    let stream = RandomStream(seed: 42, identifier: "ETH-USD")
    var filled = [Double](repeating: .nan, count: count)
    var span = filled.mutableSpan
    stream.fillNormals(step: 9, firstPath: firstPath, into: &span)
    let single = (0 ..< count).map { stream.normal(path: firstPath + UInt32($0), step: 9) }
    #expect(filled == single)
  }

  /// Seed 7: bounds of four standard errors of each moment of 200 000 independent normals.
  @Test func theNormalsHaveTheMomentsOfANormal() throws {
    let count = 200_000
    var values = [Double](repeating: 0, count: count)
    var span = values.mutableSpan
    RandomStream(seed: 7, identifier: "moments").fillNormals(step: 0, into: &span)
    let sample = moments(of: values)
    let unit = 4 / Double(count).squareRoot()
    #expect(abs(sample.mean) < unit)
    #expect(abs(sample.populationVariance - 1) < unit * 2.0.squareRoot())
    #expect(abs(try #require(sample.skewness)) < unit * 6.0.squareRoot())
    #expect(abs(try #require(sample.kurtosis) - 3) < unit * 24.0.squareRoot())
    let beyond = values.count { $0 > Normal.quantile(of: 0.99) }
    let expected = 0.01 * Double(count)
    #expect(abs(Double(beyond) - expected) < 4 * (expected * 0.99).squareRoot())
  }

  @Test func pathsBeyondThirtyTwoBitsTrap() async {
    await #expect(processExitsWith: .failure) {
      var values = [0.0, 0.0]
      var span = values.mutableSpan
      RandomStream(seed: 1, identifier: "").fillNormals(
        step: 0, firstPath: .max, into: &span)
    }
  }
}
