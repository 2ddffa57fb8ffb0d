import Glibc
import Statistics
import TestSupport
import Testing

@Suite struct StationaryBootstrapTests {
  private let stream = RandomStream(seed: 42, identifier: "bootstrap")

  private func resample(
    _ bootstrap: StationaryBootstrap, sampleCount: Int, count: Int, replication: UInt32
  ) -> [Int] {
    var indices = [Int](repeating: -1, count: count)
    var places = indices.mutableSpan
    bootstrap.fillIndices(
      sampleCount: sampleCount, from: stream, replication: replication, into: &places)
    return indices
  }

  /// 4 000 replications at seed 42: each count of a cell is within 4.5 standard errors of uniform,
  /// which one of sixty cells leaves with probability 4e-4.
  @Test func everyPlaceIsUniformOnTheSample() {
    let (sampleCount, replications) = (12, 4000)
    let places = [0, 1, 5, 30, 59]
    var counts = [[Int]](repeating: Array(repeating: 0, count: sampleCount), count: places.count)
    for replication in 0 ..< replications {
      let indices = resample(
        StationaryBootstrap(meanBlockLength: 6), sampleCount: sampleCount, count: 60,
        replication: UInt32(replication))
      for (row, place) in places.enumerated() { counts[row][indices[place]] += 1 }
    }
    let share = 1 / Double(sampleCount)
    let expected = Double(replications) * share
    for count in counts.joined() {
      #expect(abs(Double(count) - expected) < 4.5 * (expected * (1 - share)).squareRoot())
    }
  }

  /// Runs of consecutive indices end with probability p(1 − 1/n): a block may by chance begin
  /// where the last one stopped.
  @Test(arguments: [1, 2.5, 20]) func blockLengthsAreGeometric(mean: Double) {
    let (sampleCount, count) = (1000, 100_000)
    let indices = resample(
      StationaryBootstrap(meanBlockLength: mean), sampleCount: sampleCount, count: count,
      replication: 7)
    var lengths: [Int] = []
    var length = 1
    for place in 1 ..< count {
      if indices[place] == (indices[place - 1] + 1) % sampleCount {
        length += 1
      } else {
        lengths.append(length)
        length = 1
      }
    }
    let p = (1 - 1 / Double(sampleCount)) / mean
    let size = Double(lengths.count)
    // Four standard errors of the mean, √(1 − p)/p each, and of the shares longer than m.
    let average = Double(lengths.reduce(0, +)) / size
    #expect(abs(average - 1 / p) < 4 * (1 - p).squareRoot() / p / size.squareRoot())
    for longer in [1, 3, 10, 40] {
      let share = pow(1 - p, Double(longer))
      let seen = Double(lengths.count { $0 > longer }) / size
      #expect(abs(seen - share) <= 4 * (share * (1 - share) / size).squareRoot() + 1 / size)
    }
  }

  @Test func aResampleIsAddressedByItsReplication() {
    let bootstrap = StationaryBootstrap(meanBlockLength: 4)
    let third = resample(bootstrap, sampleCount: 50, count: 80, replication: 3)
    #expect(third == resample(bootstrap, sampleCount: 50, count: 80, replication: 3))
    #expect(third != resample(bootstrap, sampleCount: 50, count: 80, replication: 4))
    let shorter = resample(bootstrap, sampleCount: 50, count: 30, replication: 3)
    #expect(Array(third.prefix(30)) == shorter)
    #expect(resample(bootstrap, sampleCount: 50, count: 0, replication: 3).isEmpty)
  }

  @Test func veryLongBlocksRotateTheSample() {
    let indices = resample(
      StationaryBootstrap(meanBlockLength: 1e12), sampleCount: 9, count: 30, replication: 0)
    for (place, index) in indices.enumerated() { #expect(index == (indices[0] + place) % 9) }
  }

  @Test func blocksBelowOneTrap() async {
    await #expect(processExitsWith: .failure) { _ = StationaryBootstrap(meanBlockLength: 0.5) }
  }

  // MARK: - Automatic length

  private func automaticLength(of values: [Double]) -> Double? {
    StationaryBootstrap(blockLengthFor: values.span)?.meanBlockLength
  }

  @Test func theAutomaticLengthIsThatOfItsDefinition() throws {
    for (values, length) in try Reference.blockLengths() {
      let own = try #require(automaticLength(of: values))
      // A thousand terms of rounded deviations from the mean.
      expectClose(own, length, relative: 1e-11, "\(values.count) values")
    }
  }

  @Test func aSeriesThatDoesNotVaryHasNoLength() {
    #expect(automaticLength(of: [Double](repeating: 0.1, count: 100)) == nil)
    #expect(automaticLength(of: (0 ..< 15).map { Double($0 % 3) }) == nil)
  }

  /// For an autoregression G/g = 2φ/(1 − φ²), so b = (2φ/(1 − φ²))^(2/3) n^(1/3).
  ///
  /// Forty series of 10 000 at seed 42. The window stops where correlations drown: at the true
  /// ones with φ = 0.5 the rule gives 24.68 of 26.10, a share of 0.055 lost; the standard error of
  /// the mean is a share of 0.012.
  @Test func theLengthOfAnAutoregressionIsTheTheoreticalOne() throws {
    let (phi, count, replications) = (0.5, 10_000, 40)
    var total = 0.0
    for replication in 0 ..< replications {
      var shocks = [Double](repeating: 0, count: count + 100)
      var span = shocks.mutableSpan
      stream.fillNormals(step: UInt32(replication), into: &span)
      for index in 1 ..< shocks.count { shocks[index] += phi * shocks[index - 1] }
      total += try #require(automaticLength(of: Array(shocks.dropFirst(100))))
    }
    let theory = pow(2 * phi / (1 - phi * phi), 2.0 / 3) * pow(Double(count), 1.0 / 3)
    let ratio = total / Double(replications) / theory
    #expect(abs(ratio - (1 - 0.055)) < 4 * 0.012)
  }

  @Test func blocksAreThoseOfTheIndices() {
    let bootstrap = StationaryBootstrap(meanBlockLength: 6)
    let stream = RandomStream(seed: 42, identifier: "blocks")
    for replication in 0 ..< 50 as Range<UInt32> {
      var indices = [Int](repeating: 0, count: 40)
      var span = indices.mutableSpan
      bootstrap.fillIndices(
        sampleCount: 40, from: stream, replication: replication, into: &span)
      let blocks = bootstrap.blocks(sampleCount: 40, from: stream, replication: replication)
      #expect(
        blocks.flatMap { block in (0 ..< block.length).map { (block.start + $0) % 40 } } == indices)
    }
  }
}
