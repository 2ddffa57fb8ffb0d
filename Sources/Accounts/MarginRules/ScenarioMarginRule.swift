public import Instruments

/// The scenario margin of one underlying: worst scenario plus charges, subject to minimum amounts.
///
///     R = max(scan + Σ charges, Σ minimum amounts)
///     IM = a R + Σ initial,   MM = b R + Σ maintenance
///
/// with a and b the scenario factors; the last sums are those of contingency charges, which are not
/// scaled.
public struct ScenarioMarginRule: Hashable, Sendable {
  /// The name of the rule.
  public let name: String
  /// The date or year of its parameters.
  public let date: String
  /// The source of the parameters.
  public let source: String
  /// The scenarios, with the volatility rule and the scenario factors.
  public let scan: ScenarioScan
  /// The charges in addition to the worst scenario.
  public let charges: [Charge]
  /// The venue's charges that this rule omits.
  public let omits: [String]

  /// Creates a rule.
  public init(
    name: String, date: String, source: String, scan: ScenarioScan, charges: [Charge] = [],
    omits: [String] = []
  ) {
    self.name = name
    self.date = date
    self.source = source
    self.scan = scan
    self.charges = charges
    self.omits = omits
  }

  /// The margin requirement of the positions of one underlying, in the settlement currency.
  public func requirement(of positions: [ScenarioPosition]) -> ScenarioRequirement {
    let profits = scan.profits(of: positions)
    let worst = profits.indices.min { profits[$0] < profits[$1] }
    let loss = max(0, -(worst.map { profits[$0] } ?? 0))
    var (added, least, initial, maintenance) = (0.0, 0.0, 0.0, 0.0)
    for charge in charges {
      let amount = amount(of: charge, on: positions)
      switch charge.kind.target {
      case .charges: added += amount
      case .least: least += amount
      case .rates:
        initial += charge.values[0] * amount
        maintenance += charge.values[1] * amount
      }
    }
    let scaled = max(loss + added, least)
    return ScenarioRequirement(
      scan: loss, worst: loss > 0 ? worst.map { scan.scenarios[$0] } : nil, charges: added,
      least: least, initialMargin: scan.initialFactor * scaled + initial,
      maintenanceMargin: scan.maintenanceFactor * scaled + maintenance)
  }

  /// The amount of a charge; for a contingency, the value to which its rates apply.
  func amount(of charge: Charge, on positions: [ScenarioPosition]) -> Double {
    charge.kind.amount(charge.values, positions, scan.shock)
  }
}

/// The scenario margin of one underlying, in the settlement currency.
public struct ScenarioRequirement: Hashable, Sendable {
  /// The largest weighted loss over the scenarios.
  public let scan: Double
  /// The worst scenario; nil if every scenario is without a loss.
  public let worst: Scenario?
  /// The sum of the charges.
  public let charges: Double
  /// The sum of the minimum amounts.
  public let least: Double
  /// The initial margin.
  public let initialMargin: Double
  /// The maintenance margin.
  public let maintenanceMargin: Double

  /// The requirement with an amount added to the initial margin.
  func adding(_ amount: Double) -> ScenarioRequirement {
    ScenarioRequirement(
      scan: scan, worst: worst, charges: charges, least: least,
      initialMargin: initialMargin + amount, maintenanceMargin: maintenanceMargin)
  }
}
