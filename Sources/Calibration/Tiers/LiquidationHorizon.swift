internal import Margin

/// The liquidation time and cost of an instrument.
struct LiquidationHorizon {
  let build: TierCalibration
  let volume: Double

  /// The maximum number of bars for liquidation.
  static let limit = 250

  /// The number of bars τ(N) to liquidate a notional, at least one.
  func bars(toClose notional: Double) -> Double {
    max(1, delay + notional / (build.participation * volume))
  }

  /// The cost of liquidating a notional, as a fraction of it.
  func cost(ofClosing notional: Double) -> Double {
    let impact = PowerScaling(base: 0, factor: build.impact, exponent: build.impactExponent)
    return build.spread / 2 + build.fee + impact.rate(of: notional / volume)
  }

  /// The caps, given or from the default grid.
  var caps: [DecimalNumber] {
    if let caps = build.caps { return caps }
    let closed = 10 * build.participation * volume
    let last = TierTableBuilder.grid(from: .zero, to: DecimalNumber(1_000_000_000_000_000))
      .last { $0.doubleValue <= closed }
    return last.map {
      TierTableBuilder.grid(from: DecimalNumber($0.significand, exponent: $0.exponent - 3), to: $0)
    } ?? []
  }

  /// The caps, the notionals at which liquidation takes whole bars, and four notionals between
  /// adjacent ones.
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
