internal import Glibc

/// The mean losses of a series by each function that needs no cost of capital.
public struct RegulatoryLosses: Hashable, Sendable {
  /// The mean of ``RegulatoryLoss/lopez``; this and the others nil without forecasts.
  public let lopez: Double?
  /// The mean of ``RegulatoryLoss/quadratic``.
  public let quadratic: Double?
  /// The mean of ``RegulatoryLoss/blancoIhle``; this and Caporin's nil where a forecast is zero.
  public let blancoIhle: Double?
  /// The mean of ``RegulatoryLoss/caporinAbsolute``.
  public let caporinAbsolute: Double?
  /// The mean of ``RegulatoryLoss/caporinRelative``.
  public let caporinRelative: Double?
  /// The mean of ``RegulatoryLoss/caporinSquared``.
  public let caporinSquared: Double?

  /// The means over forecasts and the losses that followed.
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

/// Loss functions of supervisors, firms and textbooks for a value at risk: how bad a forecast was.
///
/// They weigh exceedances by their size, as a supervisor would, or the cost of cover that was not needed
/// as well. None but the tick loss is least in expectation at the true quantile: they compare the
/// consequences of forecasts, and not whether these are right. Losses L and forecasts V are positive for
/// money lost, in one unit; smaller is better.
public enum RegulatoryLoss: Hashable, Sendable {
  /// 1 + (L − V)² where L > V, else 0: Lopez's magnitude loss, L and V in percent as a rule.
  case lopez
  /// (L − V)² where L > V, else 0: the regulatory loss of Sarma, Thomas and Shah.
  case quadratic
  /// (L − V)² where L > V, else k V: the firm's loss of Sarma, Thomas and Shah, k the cost of capital.
  case firm(costOfCapital: Double)
  /// |1 − |L/V|| where L > V, else 0: Caporin's relative loss.
  case caporinRelative
  /// (|L| − |V|)²/|V| where L > V, else 0: Caporin's squared one.
  case caporinSquared
  /// |L − V| where L > V, else 0: Caporin's absolute loss.
  case caporinAbsolute
  /// (L − V)/V where L > V, else 0: that of Blanco and Ihle.
  case blancoIhle

  /// The loss of one forecast; nil for a forecast of zero where it divides.
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

  /// The mean over a sample; nil for an empty one, and where one forecast has no loss.
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
