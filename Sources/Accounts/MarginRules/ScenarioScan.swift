public import Instruments

/// The scenario set of one underlying and its scan loss.
///
///     scan = max(0, −min over rows of w Σ profit)
///
/// - SeeAlso: CME, *SPAN*; Deribit, *Portfolio margin*; Paradex, *Portfolio margin*.
public struct ScenarioScan: Hashable, Sendable {
  /// The scenarios, in order.
  public let scenarios: [Scenario]
  /// The volatility rule.
  public let shock: VolatilityShock
  /// The factor a of the initial margin.
  public let initialFactor: Double
  /// The factor b of the maintenance margin; at most the initial factor.
  public let maintenanceFactor: Double

  /// Creates a scan; the scenarios keep their order.
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

  /// The weighted profit in each scenario.
  public func profits(of positions: [ScenarioPosition]) -> [Double] {
    let values = positions.map(\.value)
    return scenarios.map { scenario in
      let profit = zip(positions, values).reduce(0) { sum, pair in
        sum + pair.0.profit(in: scenario, shock, from: pair.1)
      }
      return scenario.weight * profit
    }
  }

  /// The largest weighted loss; at least zero.
  public func scan(_ positions: [ScenarioPosition]) -> Double {
    Self.scan(arrays: [profits(of: positions)])
  }

  /// The largest loss of the sum of profit arrays, as in risk parameter files.
  ///
  /// Each array has one profit per scenario.
  ///
  /// - Precondition: The arrays have the same length.
  public static func scan(arrays: [[Double]]) -> Double {
    var sum = [Double](repeating: 0, count: arrays.first?.count ?? 0)
    for array in arrays {
      precondition(array.count == sum.count, "\(array.count) scenarios beside \(sum.count)")
      for row in sum.indices { sum[row] += array[row] }
    }
    return max(0, -(sum.min() ?? 0))
  }

  /// The price moves from −range to +range in steps of range/n, each with every volatility move.
  public static func grid(
    range: Double, buckets: Int, _ volatilities: [Scenario.VolatilityMove] = [.up, .same, .down]
  ) -> [Scenario] {
    (-buckets ... buckets).flatMap { bucket in
      volatilities.map { Scenario(range * Double(bucket) / Double(buckets), $0) }
    }
  }

  /// Extreme moves, weighted to limit a linear position's loss to that at the range.
  ///
  ///     w = min(1, range/|move|)
  public static func tails(range: Double, _ moves: [Double]) -> [Scenario] {
    moves.map { Scenario($0, .up, weight: min(1, range / abs($0))) }
  }
}
