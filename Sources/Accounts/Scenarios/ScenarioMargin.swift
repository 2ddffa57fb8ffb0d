import Glibc
public import Instruments

/// How implied volatility moves in a scenario: relative to itself, less for expiries far away.
///
///     σ′ = max(σ (1 + u (30/max(D, D₀))^p), floor),   p one power below 30 days and another above
///
/// - SeeAlso: Deribit, *Portfolio margin*; Derive, *PM2*; Paradex, *Portfolio margin*.
public struct VolatilityShock: Hashable, Sendable {
  /// u of a rise.
  public let up: Double
  /// u of a fall, above zero.
  public let down: Double
  /// p below 30 days.
  public let shortPower: Double
  /// p from 30 days on.
  public let longPower: Double
  /// D₀, in days.
  public let leastDays: Double
  /// The least volatility after a rise.
  public let floor: Double

  /// A rule.
  public init(
    up: Double, down: Double, shortPower: Double = 0.3, longPower: Double = 0.13,
    leastDays: Double = 1, floor: Double = 0
  ) {
    precondition(up >= 0 && down >= 0 && leastDays > 0 && floor >= 0, "Ranges are from 0 on")
    self.up = up
    self.down = down
    self.shortPower = shortPower
    self.longPower = longPower
    self.leastDays = leastDays
    self.floor = floor
  }

  /// What a volatility is multiplied by, from 0 on.
  public func factor(_ move: Scenario.VolatilityMove, years: Double) -> Double {
    let days = years * 365
    let scale = pow(30 / max(days, leastDays), days < 30 ? shortPower : longPower)
    switch move {
    case .up: return 1 + up * scale
    case .same: return 1
    case .down: return max(0, 1 - down * scale)
    }
  }

  /// σ′, above zero.
  public func shocked(
    _ volatility: Double, _ move: Scenario.VolatilityMove, years: Double
  ) -> Double {
    let moved = volatility * factor(move, years: years)
    return max(move == .up ? max(moved, floor) : moved, 1e-9)
  }
}

/// One joint move of price and volatility, with the part of its profit that counts.
public struct Scenario: Hashable, Sendable {
  /// The way of implied volatilities.
  public enum VolatilityMove: String, Hashable, Sendable, Codable, CaseIterable {
    case up, same, down
  }

  /// The simple return of the price, above −1.
  public let move: Double
  /// The way of implied volatilities.
  public let volatility: VolatilityMove
  /// The part of the profit or loss that counts, from 0 to 1.
  public let weight: Double

  /// A scenario.
  public init(_ move: Double, _ volatility: VolatilityMove = .same, weight: Double = 1) {
    precondition(move > -1 && (0 ... 1).contains(weight), "A move is above −1, a weight in 0 ... 1")
    self.move = move
    self.volatility = volatility
    self.weight = weight
  }
}

/// A position that scenarios revalue, of one underlying.
public struct ScenarioPosition: Hashable, Sendable {
  /// What it is.
  public enum Instrument: Hashable, Sendable {
    /// A future or perpetual, settled in the quote currency.
    case future
    /// A future or perpetual of a size in coin at the mark, settled in coin.
    case inverseFuture
    /// An option at its implied volatility; its premium is a value of today.
    case option(VanillaOption, volatility: Double)
  }

  /// What it is.
  public let instrument: Instrument
  /// n in units of the base, below zero for a short.
  public let amount: Double
  /// F, the price of its expiry.
  public let forward: Double

  /// A position.
  public init(_ instrument: Instrument, amount: Double, forward: Double) {
    precondition(forward > 0 && amount.isFinite, "A forward is above 0, an amount finite")
    self.instrument = instrument
    self.amount = amount
    self.forward = forward
  }

  /// The profit of a scenario before its weight, in the settling currency.
  public func profit(in scenario: Scenario, _ shock: VolatilityShock) -> Double {
    switch instrument {
    case .future: return amount * forward * scenario.move
    case .inverseFuture: return amount * (1 - 1 / (1 + scenario.move))
    case .option(let option, let volatility):
      let moved = shock.shocked(volatility, scenario.volatility, years: option.years)
      return amount
        * (Black76(option, forward: forward * (1 + scenario.move), volatility: moved).price - value)
    }
  }

  /// The value of one, today.
  var value: Double {
    guard case .option(let option, let volatility) = instrument else { return 0 }
    return Black76(option, forward: forward, volatility: volatility).price
  }

  /// What the position is worth today: the premium of options, nothing for futures.
  public var markToMarket: Double { amount * value }
}

/// The margin of a portfolio by its worst scenario.
///
///     scan = max(0, −min over rows of w Σ profit),   IM = a scan,   MM = b scan
///
/// - SeeAlso: CME, *SPAN*; Deribit, *Portfolio margin*; Paradex, *Portfolio margin*.
public struct ScenarioMargin: Hashable, Sendable {
  /// The rows.
  public let scenarios: [Scenario]
  /// The rule of volatilities.
  public let shock: VolatilityShock
  /// a.
  public let initialFactor: Double
  /// b, at most a.
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
    scenarios.map { scenario in
      scenario.weight
        * positions.reduce(0) { $0 + $1.profit(in: scenario, shock) }
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

  /// IM without add-ons.
  public func initialMargin(of positions: [ScenarioPosition]) -> Double {
    initialFactor * scan(positions)
  }

  /// MM without add-ons.
  public func maintenanceMargin(of positions: [ScenarioPosition]) -> Double {
    maintenanceFactor * scan(positions)
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
