internal import Glibc
public import Instruments
internal import MarketData
public import RiskMeasures

extension ExtremeValueReturns {
  /// The expected shortfall of `side`, in closed form on a linear contract except for log returns.
  ///
  /// Otherwise g(L), the contract's loss at a tail loss L, is integrated over the tail. The result
  /// is `.infinity` if the integral diverges: if g grows as e^L for ξ > 0, or if a total loss has
  /// positive probability for a long inverse contract. For a level in the body, the mean of the
  /// order statistics up to the threshold is added.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let tail = tail(for: side)
    if tail.holds(level) {
      return meanLoss(of: contract, for: side, beyond: tail.valueAtRisk(at: level))
    }
    let beyond = meanLoss(of: contract, for: side, beyond: tail.threshold)
    let mass = level.tailProbability
    let mean = (tail.weight * beyond + bodyLoss(of: contract, for: side, upTo: mass)) / mass
    // A quantile between two order statistics can exceed the mean of a small body.
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    return max(mean, quantile)
  }

  /// The sum Σ g(L)·ΔF over the sample, from the tail weight to the probability `mass`.
  private func bodyLoss(of contract: Contract, for side: Side, upTo mass: Double) -> Double {
    let tail = tail(for: side)
    let count = body.ascending.count
    let first = tail.weight * Double(count)
    let last = mass * Double(count)
    var sum = 0.0
    var rank = Int(first)
    while Double(rank) < last {
      let share = min(Double(rank + 1), last) - max(Double(rank), first)
      let value = side == .long ? -body.ascending[rank] : body.ascending[count - 1 - rank]
      sum += share * loss(of: contract, for: side, at: min(value, tail.threshold))
      rank += 1
    }
    return sum / Double(count)
  }

  /// The contract's loss g(L).
  private func loss(of contract: Contract, for side: Side, at value: Double) -> Double {
    contract.loss(ofSimpleReturn: simpleReturn(losing: value, for: side), for: side)
  }

  /// The mean loss E[g(L) | L > q], for q at or beyond the threshold.
  private func meanLoss(of contract: Contract, for side: Side, beyond q: Double) -> Double {
    let tail = tail(for: side)
    if body.convention != .log && contract == .linear {
      return body.scale * tail.meanLoss(beyond: q)
    }
    guard !diverges(contract, side, scale: tail.scale(beyond: q)) else { return .infinity }
    let edge = loss(of: contract, for: side, at: q)
    let scale = tail.scale(beyond: q)
    let xi = tail.fit.shape
    // P(L > q + β(e^(ξv) − 1)/ξ) = e^(−v).
    let integral = HalfLineQuadrature.integrate { v in
      let excess = scale * (xi == 0 ? v : expm1(xi * v) / xi)
      return (loss(of: contract, for: side, at: q + excess) - edge) * exp(-v)
    }
    return edge + integral
  }

  /// Whether g has an infinite mean over the tail.
  private func diverges(_ contract: Contract, _ side: Side, scale: Double) -> Bool {
    let tail = tail(for: side)
    switch (body.convention, contract, side) {
    case (.log, .linear, .short), (.log, .inverse, .long):
      return tail.fit.shape > 0 || (tail.fit.shape == 0 && body.scale * scale >= 1)
    case (.simple, .inverse, .long), (.difference, .inverse, .long):
      return body.scale * tail.end >= 1
    case (.simple, .linear, _), (.simple, .inverse, .short), (.log, .linear, .long),
      (.log, .inverse, .short), (.difference, .linear, _), (.difference, .inverse, .short):
      return false
    }
  }
}
