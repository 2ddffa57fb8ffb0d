internal import Glibc
internal import Statistics

/// The time between exceedances.
///
/// A gap ends with an exceedance; the first is counted from the start of the sample, so that gaps of a
/// right model are independent and geometric: P(V = v) = p(1 − p)^(v−1). A spell is what lies between two
/// exceedances, or between one and an end of the sample, where it is censored.
struct ExceedanceSpells: Hashable, Sendable {
  /// The forecasts up to each exceedance since the one before; the first since the start.
  let gaps: [Int]
  /// Each spell with whether it is censored; a sample that begins with an exceedance has no first one.
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

  /// A sample of `count` independent outcomes of probability p, drawn gap by gap.
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
