import Statistics
import Testing

/// Series that break estimators.
struct HardSeries: CustomTestStringConvertible, Sendable {
  let name: String
  let returns: [Double]
  /// Whether the returns are all equal.
  var isConstant = false
  var testDescription: String { name }

  static let all: [Self] = [
    Self(name: "constant", returns: Array(repeating: 0.01, count: 500), isConstant: true),
    Self(name: "zeros", returns: Array(repeating: 0, count: 500), isConstant: true),
    outlier, integrated, integratedVariance, Self(name: "thirty", returns: daily(30, seed: 4)),
    halt, Self(name: "alternating", returns: (0 ..< 500).map { $0 % 2 == 0 ? 0.01 : -0.01 }),
    alternatingSigns, oneMove,
    Self(
      name: "two values", returns: daily(800, seed: 9).map { $0 < 0 ? -0.01 : 0.02 }),
    Self(name: "tiny", returns: daily(600, seed: 10).map { $0 * 1e-9 }),
    Self(name: "huge", returns: daily(600, seed: 11).map { $0 * 1e9 }),
  ]

  static func daily(_ count: Int, seed: UInt64) -> [Double] {
    Series.clustered(count, seed: seed).map { 0.01 * $0 }
  }

  private static var outlier: Self {
    var returns = daily(1500, seed: 1)
    let squares = returns.map { $0 * $0 }.reduce(0, +)
    returns[700] = -62 * (squares / 1500).squareRoot()
    return Self(name: "one outlier of 62", returns: returns)
  }

  /// Prices taken for returns.
  private static var integrated: Self {
    var level = 0.0
    return Self(
      name: "integrated",
      returns: daily(1500, seed: 2).map { value in
        level += value
        return level
      })
  }

  /// GARCH with α + β = 1.
  private static var integratedVariance: Self {
    let stream = RandomStream(seed: 3, identifier: "integrated")
    var variance = 1e-4
    return Self(
      name: "integrated variance",
      returns: (0 ..< 1500).map { i in
        let r = variance.squareRoot() * stream.normal(path: UInt32(i), step: 0)
        variance = 1e-7 + 0.1 * r * r + 0.9 * variance
        return r
      })
  }

  private static var halt: Self {
    var returns = daily(1500, seed: 5)
    for t in 600 ..< 911 { returns[t] = 0 }
    return Self(name: "a halt of 311 bars", returns: returns)
  }

  private static var alternatingSigns: Self {
    Self(
      name: "alternating signs",
      returns: daily(800, seed: 8).enumerated().map {
        $0.offset % 2 == 0 ? abs($0.element) : -abs($0.element)
      })
  }

  private static var oneMove: Self {
    var returns = [Double](repeating: 0, count: 500)
    returns[250] = 0.03
    return Self(name: "one move", returns: returns)
  }
}
