internal import Margin

/// What of a build depends on the instrument.
struct LiquidationHorizon {
  let build: TierCalibration
  let volume: Double

  /// The most bars that closing may take.
  static let limit = 250

  /// τ(N), the bars it takes to close a notional, at least one.
  func bars(toClose notional: Double) -> Double {
    max(1, delay + notional / (build.participation * volume))
  }

  /// What closing a notional costs, as a fraction of it.
  func cost(ofClosing notional: Double) -> Double {
    let impact = PowerScaling(base: 0, factor: build.impact, exponent: build.impactExponent)
    return build.spread / 2 + build.fee + impact.rate(of: notional / volume)
  }

  /// The caps, given or by the grid.
  var caps: [DecimalNumber] {
    if let caps = build.caps { return caps }
    let closed = 10 * build.participation * volume
    let last = TierTableBuilder.grid(from: .zero, to: DecimalNumber(1_000_000_000_000_000))
      .last { $0.doubleValue <= closed }
    return last.map {
      TierTableBuilder.grid(from: DecimalNumber($0.significand, exponent: $0.exponent - 3), to: $0)
    } ?? []
  }

  /// The caps, where the closing takes whole bars, and four notionals between any two.
  func notionals(to caps: [DecimalNumber]) -> [DecimalNumber] {
    guard let last = caps.last else { return [] }
    var found = Set(caps)
    for bars in 1 ... Int(self.bars(toClose: last.doubleValue)) {
      let notional = (Double(bars) - delay) * build.participation * volume
      let crossing = DecimalNumber(Int128((notional * 100).rounded(.down)), exponent: -2)
      if crossing > .zero, crossing < last { found.insert(crossing) }
    }
    let turns = [.zero] + found.sorted()
    for (a, b) in zip(turns, turns.dropFirst()) {
      for fifth in 1 ..< 5 {
        let between = a + (b - a) * DecimalNumber(Int128(2 * fifth), exponent: -1)
        if between.isWithin(1e15, decimals: 9) { found.insert(between) }
      }
    }
    return found.sorted()
  }

  private var delay: Double { build.detectionBars + build.outageBars }
}
