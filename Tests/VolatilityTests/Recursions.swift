import Statistics
import TestSupport
import Testing
import Volatility

/// A recursion, and between which coordinates tests draw it.
struct TestRecursion: CustomTestStringConvertible, Sendable {
  let name: String
  let recursion: VarianceRecursion
  let lower: [Double]
  let upper: [Double]
  var testDescription: String { name }

  static func garch(_ name: String, _ recursion: GARCH) -> Self {
    let weights = recursion.residualLags + recursion.varianceLags
    let leans = recursion.asymmetricLags
    return Self(
      name: name, recursion: .garch(recursion),
      lower: [0.02, 0.3] + Array(repeating: 0.1, count: weights - 1)
        + Array(repeating: -0.9, count: leans),
      upper: [0.3, 0.98] + Array(repeating: 0.9, count: weights - 1)
        + Array(repeating: 0.9, count: leans))
  }

  static let all: [Self] = [
    .garch("garch", GARCH()), .garch("gjr", .gjr), .garch("tarch", .tarch),
    .garch("avgarch", .avgarch), .garch("arch1", GARCH(p: 1, q: 0)),
    .garch("arch2", GARCH(p: 2, q: 0)), .garch("garch12", GARCH(p: 1, q: 2)),
    .garch("garch21", GARCH(p: 2, q: 1)), .garch("garch22", GARCH(p: 2, q: 2)),
    .garch("gjr221", GARCH(p: 2, o: 2, q: 1)), .garch("gjr212", GARCH(p: 2, o: 1, q: 2)),
    .garch("tarch222", GARCH(p: 2, o: 2, q: 2, power: .absolute)),
    Self(
      name: "egarch", recursion: .egarch(EGARCH()), lower: [-0.1, 0.05, -0.1, 0.5],
      upper: [0.1, 0.3, 0.1, 0.98]),
    Self(
      name: "aparch", recursion: .aparch(APARCH()), lower: [0.02, 0.5, 0.05, -0.8, 0.5],
      upper: [0.2, 0.98, 0.5, 0.8, 3.5]),
    Self(name: "ewma", recursion: .ewma, lower: [0.7], upper: [0.99]),
    Self(
      name: "asymmetric ewma", recursion: .asymmetricEWMA, lower: [0.7, -0.9], upper: [0.99, 0.9]),
    Self(
      name: "score-driven", recursion: .scoreDriven(ScoreDriven(response: .symmetric)),
      lower: [-0.02, 0.01, 0.5], upper: [0.02, 0.1, 0.98]),
    Self(
      name: "score-driven, asymmetric", recursion: .scoreDriven(ScoreDriven()),
      lower: [-0.02, 0.01, -0.04, 0.5], upper: [0.02, 0.1, 0.04, 0.98]),
  ]

  func coordinates(_ generator: inout SeededGenerator) -> [Double] {
    zip(lower, upper).map { Double.random(in: $0 ... $1, using: &generator) }
  }
}

extension InnovationFamily {
  /// Shape parameters inside the bounds.
  func shape(_ generator: inout SeededGenerator) -> [Double] {
    switch self {
    case .normal: []
    case .studentT: [.random(in: 2.5 ... 30, using: &generator)]
    case .skewedT:
      [.random(in: 2.5 ... 30, using: &generator), .random(in: -0.6 ... 0.6, using: &generator)]
    case .generalizedError: [.random(in: 1.15 ... 4, using: &generator)]
    }
  }
}

extension ConditionalVolatility.Mean {
  func parameters(_ generator: inout SeededGenerator) -> [Double] {
    let all = [
      Double.random(in: -0.1 ... 0.1, using: &generator),
      .random(in: -0.3 ... 0.3, using: &generator),
    ]
    return Array(all.prefix(parameterNames.count))
  }
}

enum Series {
  /// Returns of about unit variance whose volatility clusters, with heavy tails.
  static func clustered(_ count: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, identifier: "clustered")
    var variance = 1.0
    return (0 ..< count).map { i in
      let z = stream.normal(path: UInt32(i), step: 0)
      let r = variance.squareRoot() * z * (0.8 + 0.2 * abs(z))
      variance = 0.05 + 0.85 * variance + 0.1 * r * r
      return r
    }
  }
}
