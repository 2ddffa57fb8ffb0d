import Glibc
import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics

enum CAViaRSamples {
  /// σ²ₜ₊₁ = ω + α r²ₜ + β σ²ₜ with normal innovations; the volatilities are those of each return.
  static let omega = 2e-6
  static let alpha = 0.08
  static let beta = 0.9

  static func garch(_ count: Int, seed: UInt64) -> (returns: [Double], volatilities: [Double]) {
    let stream = RandomStream(seed: seed, identifier: "garch")
    var variance = omega / (1 - alpha - beta)
    var returns: [Double] = []
    var volatilities: [Double] = []
    for i in 0 ..< count {
      let r = variance.squareRoot() * stream.normal(path: UInt32(i), step: 0)
      returns.append(r)
      volatilities.append(variance.squareRoot())
      variance = omega + alpha * r * r + beta * variance
    }
    return (returns, volatilities)
  }

  /// The standard deviation of a normal variable of this mean absolute value.
  static func scale(_ returns: ArraySlice<Double>) -> Double {
    returns.reduce(0) { $0 + abs($1) } / Double(returns.count) * (Double.pi / 2).squareRoot()
  }

  /// ln P₁/P₀ of the closes in the first column of a file of `data/`, by name of the column.
  static func logReturns(_ closes: [Double]) -> [Double] {
    zip(closes, closes.dropFirst()).map { log($1 / $0) }
  }
}

/// The recursions written again from the paper, with parameters in units of returns.
struct QuantilePath {
  let specification: CAViaRSpecification
  let beta: [Double]
  let multiple: Double
  let side: Side
  let tail: Double
  /// The unit of the adaptive recursion's G.
  let scale: Double

  init(
    _ specification: CAViaRSpecification, _ values: [String: Double], _ side: Side,
    _ level: ConfidenceLevel, scale: Double
  ) {
    let suffix = "\(side.rawValue).\(level.probability)"
    self.init(
      specification, (1 ... 4).map { values["beta\($0).\(suffix)"] ?? 0 },
      multiple: values["multiple.\(suffix)"] ?? .nan, side, level, scale: scale)
  }

  init(
    _ specification: CAViaRSpecification, _ beta: [Double], multiple: Double = .nan, _ side: Side,
    _ level: ConfidenceLevel, scale: Double
  ) {
    self.specification = specification
    self.side = side
    self.scale = scale
    self.beta = beta
    self.multiple = multiple
    tail = level.tailProbability
  }

  func next(_ v: Double, observing loss: Double) -> Double {
    switch specification {
    case .symmetricAbsoluteValue: beta[0] + beta[1] * v + beta[2] * abs(loss)
    case .asymmetricSlope:
      beta[0] + beta[1] * v + beta[2] * max(loss, 0) + beta[3] * max(-loss, 0)
    case .indirectGARCH: (beta[0] + beta[1] * v * v + beta[2] * loss * loss).squareRoot()
    case .adaptive: v + beta[0] * (1 / (1 + exp(10 / scale * (v - loss))) - tail)
    }
  }

  private func losses(_ returns: [Double]) -> [Double] {
    side == .long ? returns.map { -$0 } : returns
  }

  /// The forecast for each return, and the one after the last.
  func quantiles(of returns: [Double], at level: ConfidenceLevel) -> [Double] {
    let losses = losses(returns)
    let first = losses.prefix(300).sorted()
    // The largest but ⌊np⌋: ⌈nc⌉ counted from below.
    var quantiles = [first[first.count - level.tailCount(of: first.count) - 1]]
    for loss in losses { quantiles.append(next(quantiles[quantiles.count - 1], observing: loss)) }
    return quantiles
  }

  func tickLoss(of returns: [Double], at level: ConfidenceLevel) -> Double {
    let pairs = zip(losses(returns), quantiles(of: returns, at: level))
    return pairs.reduce(0) { $0 + (($1.0 > $1.1 ? 1 : 0) - tail) * ($1.0 - $1.1) }
      / Double(returns.count)
  }

  /// FZ0 of Patton, Ziegel and Chen with E = m V.
  func score(of returns: [Double], at level: ConfidenceLevel, multiple m: Double) -> Double {
    let pairs = zip(losses(returns), quantiles(of: returns, at: level))
    let sum = pairs.reduce(0.0) { sum, pair in
      let (l, v) = pair
      let e = m * v
      return sum + max(0, l - v) / (tail * e) + v / e + log(e) - 1
    }
    return sum / Double(returns.count)
  }

  /// FZ0 at the m that is best for these quantiles.
  func jointLoss(of returns: [Double], at level: ConfidenceLevel) -> Double {
    let pairs = zip(losses(returns), quantiles(of: returns, at: level))
    let excess = pairs.reduce(0.0) { $0 + max(0, $1.0 / $1.1 - 1) }
    let best = 1 + excess / (tail * Double(returns.count))
    return score(of: returns, at: level, multiple: best)
  }
}
