import MarketData
import Statistics

/// The false-positive rate of the verdicts for equal margins.
///
/// Blocks of dates, with the mean length of the comparison's bootstrap blocks, swap our margin (at
/// equal mean) and theirs at random with probability ½. Neither margin is then better, and every
/// verdict but `cannot be told` is wrong.
struct Size {
  static let swaps = 500
  static let replications = 999

  let contract: String
  let equalMean: Int
  let equalExceedances: Int

  init(_ found: Findings) {
    let code = found.contract.code
    contract = code
    let comparison = found.schedules[0].comparison
    let factor = comparison.equalMean.factor
    let stream = RandomStream(seed: Comparison.seed, identifier: "swap \(code)")
    let verdicts = (0 ..< UInt32(Self.swaps)).map { number in
      let days = Self.swapped(
        comparison.days, at: factor, comparison.meanBlockLength, stream, number)
      let result = Comparison(
        days, identifier: "\(code) swap \(number)", replications: Self.replications)
      return (result.equalMean.verdict, result.equalExceedances.verdict)
    }
    equalMean = verdicts.count { $0.0 != .open }
    equalExceedances = verdicts.count { $0.1 != .open }
  }

  /// Swaps the margins by blocks; a block ends after each date with probability 1 ÷ its mean
  /// length.
  private static func swapped(
    _ days: [Day], at factor: Double, _ meanLength: Double, _ stream: RandomStream,
    _ number: UInt32
  ) -> [Day] {
    var isSwapped = false
    return days.enumerated().map { index, day in
      let step = 2 * UInt32(index)
      let ends = stream.uniform(path: number, step: step) < 1 / meanLength
      if index == 0 || ends { isSwapped = stream.uniform(path: number, step: step + 1) < 0.5 }
      let ours = factor * day.ours
      return Day(
        date: day.date, price: day.price, move: day.move, theirs: isSwapped ? ours : day.theirs,
        ours: isSwapped ? day.theirs : ours)
    }
  }
}

extension Report {
  var size: [String] {
    let rows = findings.map { found in
      let size = Size(found)
      return [size.contract] + [size.equalMean, size.equalExceedances].map(share)
    }
    return [
      "", "## How often the rules find what is not there", "",
      "Stretches of dates swap ours, at equal mean margin, and theirs by the toss of a coin, so that neither is "
        + "better; \(Size.swaps) times, \(Size.replications) bootstraps each. The share of verdicts for either, "
        + "with its exact 95 % interval.", "",
    ] + table(["contract", ">at equal mean margin", ">at their number of exceedances"], rows)
  }

  private func share(_ count: Int) -> String {
    let interval = ClopperPearsonInterval(
      successes: count, trials: Size.swaps, confidence: 0.95)
    return "\(percent(Double(count) / Double(Size.swaps), 1)) "
      + "(\(percent(interval.lower, 1)) to \(percent(interval.upper, 1)))"
  }
}
