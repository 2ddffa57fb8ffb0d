public import Instruments

/// Scenario margin of one underlying: the worst scenario of its positions, what scenarios do not see, and least amounts.
///
///     R = max(scan + Σ charges, Σ least amounts),   IM = a R + Σ initial,   MM = b R + Σ maintenance
///
/// with a and b the factors of the scenarios and the last sums those of contingencies, which are not scaled.
public struct ScenarioMarginRule: Hashable, Sendable {
  /// What is charged beside the worst scenario; S the price of the underlying, 1 in coin.
  public enum Charge: Hashable, Sendable {
    /// Σ |n| S max(least, annual · T) over futures: the basis of each moves on its own.
    case roll(annual: Double, least: Double)
    /// rate · S for every option sold, bought ones not set against it.
    case shortOptions(rate: Double)
    /// Σ over expiries of (constant + slope · T) · max(0, −profit at +move, −profit at −move), volatility as it is; a perpetual has
    /// none.
    case forward(constant: Double, slope: Double, move: Double)
    /// Σ |n| S over futures, a rate for the initial and one for the maintenance margin, scaled by no factor.
    case contingency(initial: Double, maintenance: Double)
    /// A least amount: (net · |Σ Δ| + hedged · (Σ |Δ| − |Σ Δ|)/2) S.
    case leastDelta(net: Double, hedged: Double)
    /// A least amount: rate · S for every short option.
    case leastShortOptions(rate: Double)
  }

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
      switch charge {
      case .roll, .shortOptions, .forward: added += amount
      case .leastDelta, .leastShortOptions: least += amount
      case .contingency(let open, let keep):
        initial += open * amount
        maintenance += keep * amount
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
    switch charge {
    case .roll(let annual, let least):
      return positions.filter(\.isFuture).reduce(0) {
        $0 + abs($1.amount) * $1.baseValue * max(least, annual * $1.years)
      }
    case .shortOptions(let rate), .leastShortOptions(let rate):
      return positions.filter { !$0.isFuture }.reduce(0) {
        $0 + max(0, -$1.amount) * $1.baseValue * rate
      }
    case .forward(let constant, let slope, let move):
      var expiries: [Double: [ScenarioPosition]] = [:]
      for position in positions where !position.isFuture || position.years > 0 {
        expiries[position.years, default: []].append(position)
      }
      return expiries.sorted { $0.key < $1.key }.reduce(0) { sum, expiry in
        let losses = [move, -move].map { move in
          -expiry.value.reduce(0) { $0 + $1.profit(in: Scenario(move), scan.shock) }
        }
        return sum + (constant + slope * expiry.key) * max(0, losses.max() ?? 0)
      }
    case .contingency:
      return positions.filter(\.isFuture).reduce(0) { $0 + abs($1.amount) * $1.baseValue }
    case .leastDelta(let net, let hedged):
      let deltas = positions.map { $0.delta * $0.baseValue }
      let (sum, gross) = (abs(deltas.reduce(0, +)), deltas.reduce(0) { $0 + abs($1) })
      return net * sum + hedged * (gross - sum) / 2
    }
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
