import Statistics

/// Compares our margins with the exchange's on the same dates, at equal mean margin and at equal
/// exceedances.
///
/// A constant factor on our rate equalizes the two. It is recomputed in every bootstrap resample,
/// which draws blocks of dates, with both margins and the loss of a date together.
struct Comparison {
  static let replications = 9_999
  static let seed: UInt64 = 20_261_127

  let days: [Day]
  let equalMean: EqualMean
  let equalExceedances: EqualExceedances
  let meanBlockLength: Double

  /// The comparison with our mean margin equal to theirs.
  struct EqualMean {
    let factor: Double
    let ours: Exceedances
    let theirs: Exceedances
    let paired: PairedTest
    /// The interval of ours − theirs, in exceedances of both sides.
    let difference: ClosedRange<Double>
    /// The interval of ours − theirs, in the sum of shortfalls.
    let shortfallDifference: ClosedRange<Double>
    var verdict: Verdict { Verdict(pValue: paired.pValue, difference: difference) }
  }

  /// The comparison at the smallest factor with no more exceedances than theirs.
  struct EqualExceedances {
    let factor: Double
    let ours: Exceedances
    /// Our mean margin ÷ theirs.
    let meanRatio: Double
    let interval: ClosedRange<Double>
    var verdict: Verdict { Verdict(meanRatio: interval) }
  }

  init(_ days: [Day], identifier: String, replications: Int = Comparison.replications) {
    precondition(days.count >= 100, "\(days.count) days are too few to compare")
    self.days = days
    let whole = Resample(days)
    let factor = whole.meanFactor
    let differences = days.map { $0.ours - $0.theirs }
    let bootstrap =
      StationaryBootstrap(blockLengthFor: differences.span)
      ?? StationaryBootstrap(meanBlockLength: 1)
    meanBlockLength = bootstrap.meanBlockLength
    let draws = Self.draws(whole, bootstrap, identifier, count: replications)
    equalMean = EqualMean(
      factor: factor, ours: .ofOurs(days, at: factor), theirs: .ofTheirs(days),
      paired: PairedTest(
        oursAlone: days.count { $0.ratio > factor && !$0.exceedsTheirs },
        theirsAlone: days.count { $0.ratio <= factor && $0.exceedsTheirs }),
      difference: Self.interval(draws.map(\.exceedances)),
      shortfallDifference: Self.interval(draws.map(\.shortfall)))
    let least = whole.exceedanceFactor
    equalExceedances = EqualExceedances(
      factor: least, ours: .ofOurs(days, at: least), meanRatio: whole.meanRatio,
      interval: Self.interval(draws.map(\.meanRatio)))
  }

  private struct Draw {
    let exceedances: Double
    let shortfall: Double
    let meanRatio: Double
  }

  private static func draws(
    _ whole: Resample, _ bootstrap: StationaryBootstrap, _ identifier: String, count: Int
  ) -> [Draw] {
    let stream = RandomStream(seed: seed, identifier: "exchange margins \(identifier)")
    var indices = [Int](repeating: 0, count: whole.days.count)
    return (0 ..< UInt32(count)).map { replication in
      var places = indices.mutableSpan
      bootstrap.fillIndices(
        sampleCount: whole.days.count, from: stream, replication: replication, into: &places)
      let sample = whole.drawn(indices)
      return Draw(
        exceedances: Double(sample.exceedanceDifference), shortfall: sample.shortfallDifference,
        meanRatio: sample.meanRatio)
    }
  }

  /// The 95 % percentile interval: order statistics 250 and 9,750 of 9,999.
  static func interval(_ draws: [Double]) -> ClosedRange<Double> {
    let sorted = draws.sorted()
    let place = (draws.count + 1) / 40
    return sorted[place - 1] ... sorted[draws.count - place]
  }
}

/// A bootstrap resample: the number of draws of each day, and the two comparisons on it.
struct Resample {
  let days: [Day]
  /// The days in descending order of the ratio of loss to our rate.
  private let order: [Int]
  private var times: [Int]

  /// Creates the original sample, with every day once.
  init(_ days: [Day]) {
    self.days = days
    order = days.indices.sorted { (days[$0].ratio, $1) > (days[$1].ratio, $0) }
    times = [Int](repeating: 1, count: days.count)
  }

  /// Returns the resample of the days at `indices`.
  func drawn(_ indices: [Int]) -> Resample {
    var sample = self
    for index in days.indices { sample.times[index] = 0 }
    for index in indices { sample.times[index] += 1 }
    return sample
  }

  private func sum(_ value: (Day) -> Double) -> Double {
    days.indices.reduce(0) { $0 + Double(times[$1]) * value(days[$1]) }
  }

  /// The factor at which our mean margin equals theirs.
  var meanFactor: Double { sum(\.theirs) / sum(\.ours) }

  private var theirExceedances: Int {
    days.indices.reduce(0) { $0 + (days[$1].exceedsTheirs ? times[$1] : 0) }
  }

  /// Our exceedances minus theirs at equal mean margin.
  var exceedanceDifference: Int {
    let factor = meanFactor
    var ours = 0
    for index in order {
      guard days[index].ratio > factor else { break }
      ours += times[index]
    }
    return ours - theirExceedances
  }

  /// Our sum of shortfalls minus theirs at equal mean margin.
  var shortfallDifference: Double {
    let factor = meanFactor
    return sum { max(0, $0.loss - factor * $0.ours) - max(0, $0.loss - $0.theirs) }
  }

  /// The smallest factor with no more exceedances than theirs: a ratio of the sample, which itself
  /// is not exceeded.
  var exceedanceFactor: Double { factor(allowing: theirExceedances) }

  /// Returns the (x + 1)-th largest ratio of loss to our rate.
  func factor(allowing count: Int) -> Double {
    var beyond = 0
    for index in order {
      beyond += times[index]
      if beyond > count { return days[index].ratio }
    }
    return 0
  }

  /// Our mean margin ÷ theirs at ``exceedanceFactor``.
  var meanRatio: Double { exceedanceFactor / meanFactor }
}
