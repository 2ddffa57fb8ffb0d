internal import Glibc
internal import Statistics

/// The durations between exceedances.
///
/// A gap ends with an exceedance; the first is counted from the start of the sample, so that the
/// gaps of a correct model are independent and geometric: P(V = v) = p(1 − p)^(v−1). A spell runs
/// between two exceedances, or between one and an end of the sample, in which case it is censored.
struct ExceedanceSpells: Hashable, Sendable {
  /// The number of forecasts from each exceedance to the next, the first from the start of the
  /// sample.
  let gaps: [Int]
  /// The spells, each with whether it is censored; none at the start if the sample begins with an
  /// exceedance.
  let spells: [Spell]

  struct Spell: Hashable, Sendable {
    let length: Int
    let isCensored: Bool
  }

  init(_ hits: ExceedanceSequence) {
    self.init(positions: hits.positions, count: hits.forecastCount)
  }

  init(positions: [Int], count: Int) {
    var before = -1
    gaps = positions.map { position in
      defer { before = position }
      return position - before
    }
    var spells = gaps.dropFirst().map { Spell(length: $0, isCensored: false) }
    if let first = positions.first, let last = positions.last {
      if first > 0 { spells.insert(Spell(length: first + 1, isCensored: true), at: 0) }
      if last < count - 1 { spells.append(Spell(length: count - 1 - last, isCensored: true)) }
    }
    self.spells = spells
  }

  /// Simulates `count` independent outcomes of probability p, drawn gap by gap.
  init(drawing probability: Double, count: Int, from stream: RandomStream, draw: UInt32) {
    let scale = 1 / log1p(-probability)
    var positions: [Int] = []
    var position = -1
    var step: UInt32 = 0
    while true {
      // P(V > v) = (1 − p)ᵛ.
      let gap = log(stream.uniform(path: draw, step: step)) * scale
      guard gap < Double(count) else { break }
      position += 1 + Int(gap)
      guard position < count else { break }
      positions.append(position)
      step += 1
    }
    self.init(positions: positions, count: count)
  }
}
