internal import Glibc

/// The mean losses of a series under each loss function without a cost of capital.
public struct RegulatoryLosses: Hashable, Sendable {
  /// The mean of ``RegulatoryLoss/lopez``; all means are nil without forecasts.
  public let lopez: Double?
  /// The mean of ``RegulatoryLoss/quadratic``.
  public let quadratic: Double?
  /// The mean of ``RegulatoryLoss/blancoIhle``.
  ///
  /// Nil if an exceeded forecast is zero, as are ``caporinRelative`` and ``caporinSquared``.
  public let blancoIhle: Double?
  /// The mean of ``RegulatoryLoss/caporinAbsolute``.
  public let caporinAbsolute: Double?
  /// The mean of ``RegulatoryLoss/caporinRelative``.
  public let caporinRelative: Double?
  /// The mean of ``RegulatoryLoss/caporinSquared``.
  public let caporinSquared: Double?

  /// Computes the means over forecasts and the realized losses.
  public init(of valuesAtRisk: [Double], for losses: [Double]) {
    func mean(_ loss: RegulatoryLoss) -> Double? { loss.mean(of: valuesAtRisk, for: losses) }
    lopez = mean(.lopez)
    quadratic = mean(.quadratic)
    blancoIhle = mean(.blancoIhle)
    caporinAbsolute = mean(.caporinAbsolute)
    caporinRelative = mean(.caporinRelative)
    caporinSquared = mean(.caporinSquared)
  }
}

/// Loss functions from supervisors, firms and the literature for value-at-risk forecasts.
///
/// They weight exceedances by size, as a supervisor would, or also include the cost of unneeded
/// cover. Unlike the tick loss, none is minimized in expectation by the true quantile: they compare
/// the consequences of forecasts, not their correctness. Losses L and forecasts V are positive for
/// money lost, in one unit; smaller is better.
public enum RegulatoryLoss: Hashable, Sendable {
  /// 1 + (L − V)² if L > V, else 0: Lopez's magnitude loss, usually with L and V in percent.
  case lopez
  /// (L − V)² if L > V, else 0: the regulatory loss of Sarma, Thomas and Shah.
  case quadratic
  /// (L − V)² if L > V, else k V: the firm's loss of Sarma, Thomas and Shah, k the cost of capital.
  case firm(costOfCapital: Double)
  /// The Caporin relative loss: |1 − |L/V|| if L > V, else 0.
  case caporinRelative
  /// The Caporin squared loss: (|L| − |V|)²/|V| if L > V, else 0.
  case caporinSquared
  /// The Caporin absolute loss: |L − V| if L > V, else 0.
  case caporinAbsolute
  /// The Blanco–Ihle loss: (L − V)/V if L > V, else 0.
  case blancoIhle

  /// Returns the loss of one forecast; nil if it divides by an exceeded forecast of zero.
  public func score(of valueAtRisk: Double, for loss: Double) -> Double? {
    let excess = loss - valueAtRisk
    guard excess > 0 else {
      if case .firm(let cost) = self { return cost * valueAtRisk }
      return 0
    }
    switch self {
    case .lopez: return 1 + excess * excess
    case .quadratic, .firm: return excess * excess
    case .caporinAbsolute: return excess
    case .caporinRelative, .caporinSquared, .blancoIhle:
      guard valueAtRisk != 0 else { return nil }
      switch self {
      case .caporinRelative: return abs(1 - abs(loss / valueAtRisk))
      case .caporinSquared:
        let gap = abs(loss) - abs(valueAtRisk)
        return gap * gap / abs(valueAtRisk)
      default: return excess / valueAtRisk
      }
    }
  }

  /// Returns the mean over a sample; nil for an empty one, or if a forecast has no loss.
  public func mean(of valuesAtRisk: [Double], for losses: [Double]) -> Double? {
    requirePairs(losses, valuesAtRisk)
    guard !losses.isEmpty else { return nil }
    var total = 0.0
    for (risk, loss) in zip(valuesAtRisk, losses) {
      guard let score = score(of: risk, for: loss) else { return nil }
      total += score
    }
    return total / Double(losses.count)
  }
}
