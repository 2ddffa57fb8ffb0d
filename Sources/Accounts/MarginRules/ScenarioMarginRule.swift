public import Instruments

/// Scenario margin of one underlying: the worst scenario of its positions, what scenarios do not see, and least amounts.
///
///     R = max(scan + Σ charges, Σ least amounts),   IM = a R + Σ initial,   MM = b R + Σ maintenance
///
/// with a and b the factors of the scenarios and the last sums those of contingencies, which are not scaled.
public struct ScenarioMarginRule: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The date or year of its parameters.
  public let date: String
  /// Where they are published.
  public let source: String
  /// The rows, with the rule of volatilities and the factors.
  public let scan: ScenarioScan
  /// What is charged beside them.
  public let charges: [Charge]
  /// What the venue charges and this rule does not.
  public let omits: [String]

  /// A rule.
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

  /// What the positions of one underlying must keep, in the settling currency, with the worst row.
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

  /// The amount of a charge; of a contingency the value that its rates are on.
  func amount(of charge: Charge, on positions: [ScenarioPosition]) -> Double {
    charge.kind.amount(charge.values, positions, scan.shock)
  }
}

/// The scenario margin of one underlying, in the settling currency.
public struct ScenarioRequirement: Hashable, Sendable {
  /// The largest weighted loss over the rows.
  public let scan: Double
  /// Its row; nil where no row loses.
  public let worst: Scenario?
  /// What is charged beside it.
  public let charges: Double
  /// The least amount of both.
  public let least: Double
  /// The initial margin.
  public let initialMargin: Double
  /// The maintenance margin.
  public let maintenanceMargin: Double

  /// The same with an amount more for the initial margin.
  func adding(_ amount: Double) -> ScenarioRequirement {
    ScenarioRequirement(
      scan: scan, worst: worst, charges: charges, least: least,
      initialMargin: initialMargin + amount, maintenanceMargin: maintenanceMargin)
  }
}
