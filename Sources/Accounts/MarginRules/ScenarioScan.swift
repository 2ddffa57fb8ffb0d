public import Instruments

/// The worst scenario of the positions in one underlying.
///
///     scan = max(0, −min over rows of w Σ profit)
///
/// - SeeAlso: CME, *SPAN*; Deribit, *Portfolio margin*; Paradex, *Portfolio margin*.
public struct ScenarioScan: Hashable, Sendable {
  /// The rows.
  public let scenarios: [Scenario]
  /// The rule of volatilities.
  public let shock: VolatilityShock
  /// What the initial margin is of the scan.
  public let initialFactor: Double
  /// What the maintenance margin is of the scan; at most the initial factor.
  public let maintenanceFactor: Double

  /// A rule; its rows are kept in their order.
  public init(
    _ scenarios: [Scenario], shock: VolatilityShock, initialFactor: Double = 1,
    maintenanceFactor: Double = 1
  ) {
    precondition(
      maintenanceFactor >= 0 && initialFactor >= maintenanceFactor, "Initial ≥ maintenance ≥ 0")
    self.scenarios = scenarios
    self.shock = shock
    self.initialFactor = initialFactor
    self.maintenanceFactor = maintenanceFactor
  }

  /// The weighted profit in each row.
  public func profits(of positions: [ScenarioPosition]) -> [Double] {
    let values = positions.map(\.value)
    return scenarios.map { scenario in
      let profit = zip(positions, values).reduce(0) { sum, pair in
        sum + pair.0.profit(in: scenario, shock, from: pair.1)
      }
      return scenario.weight * profit
    }
  }

  /// The largest weighted loss, from 0 on.
  public func scan(_ positions: [ScenarioPosition]) -> Double {
    Self.scan(arrays: [profits(of: positions)])
  }

  /// The largest loss of the sum of arrays of profits, one profit a scenario, as risk parameter files give them.
  ///
  /// - Precondition: The arrays are of one length.
  public static func scan(arrays: [[Double]]) -> Double {
    var sum = [Double](repeating: 0, count: arrays.first?.count ?? 0)
    for array in arrays {
      precondition(array.count == sum.count, "\(array.count) scenarios beside \(sum.count)")
      for row in sum.indices { sum[row] += array[row] }
    }
    return max(0, -(sum.min() ?? 0))
  }

  /// −range to +range in steps of range/n, each with every volatility move.
  public static func grid(
    range: Double, buckets: Int, _ volatilities: [Scenario.VolatilityMove] = [.up, .same, .down]
  ) -> [Scenario] {
    (-buckets ... buckets).flatMap { bucket in
      volatilities.map { Scenario(range * Double(bucket) / Double(buckets), $0) }
    }
  }

  /// Extreme moves whose weight keeps a linear position's loss at the range's: w = range/|move|.
  public static func tails(range: Double, _ moves: [Double]) -> [Scenario] {
    moves.map { Scenario($0, .up, weight: min(1, range / abs($0))) }
  }
}
