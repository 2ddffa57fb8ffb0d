/// Makes brackets of a continuous requirement.
///
/// With caps N₁ < … < Nₖ, λ the last rate of the ladder, and D(Nₖ₋₁) what the table delivers at the floor of bracket k, its
/// rate is the steepest chord from there to the requirement within the bracket,
///
///     rₖ = max over knots N in (Nₖ₋₁, Nₖ] of (Q(N) − D(Nₖ₋₁))/(N − Nₖ₋₁),   D(0) = 0,
///     Q(N) = max(R(N), R(N+)),   and at a cap also   Q(Nₖ) ≥ Q(N) − λ (N − Nₖ) for all N > Nₖ,
///
/// R(N+) left out at the last cap, rounded up to the ladder, and raised to the rate before where it would fall. So D ≥ R
/// everywhere, D is convex, and a table is found wherever there is one: where R(N) ≤ λN. The second part of Q is what
/// a jump shortly after a cap asks of the brackets before it. Where R is convex and the ladder fine, D meets R at the
/// caps. Equal neighbours are merged.
public struct TierTableBuilder: Hashable, Sendable {
  /// The caps of the brackets, ascending, above zero.
  public let caps: [DecimalNumber]
  /// The rates that may be published, ascending.
  public let rates: [DecimalNumber]
  /// The leverages that may be published, ascending, at least one.
  public let leverages: [DecimalNumber]
  /// Initial over maintenance rate, at least one.
  public var initialRatio = 1.0

  /// The rates that venues use.
  public static let usualRates = [
    "0.004", "0.005", "0.0065", "0.01", "0.02", "0.025", "0.05", "0.1", "0.125", "0.15", "0.25",
    "0.5",
  ].compactMap { DecimalNumber($0) }

  /// The leverages that venues use.
  public static let usualLeverages = [1, 2, 3, 4, 5, 10, 20, 25, 40, 50, 75, 100, 125].map {
    DecimalNumber($0)
  }

  /// The numbers 1, 2 and 5 times powers of ten, from one to the other.
  public static func grid(from first: DecimalNumber, to last: DecimalNumber) -> [DecimalNumber] {
    (-9 ... 15).flatMap { power in [1, 2, 5].map { DecimalNumber($0, exponent: power) } }
      .filter { $0 >= first && $0 <= last }
  }

  /// A builder on a grid of caps.
  public init(
    caps: [DecimalNumber], rates: [DecimalNumber] = usualRates,
    leverages: [DecimalNumber] = usualLeverages
  ) {
    precondition(!caps.isEmpty && caps[0] > .zero, "The first cap is above 0")
    precondition(zip(caps, caps.dropFirst()).allSatisfy { $0 < $1 }, "Caps ascend")
    precondition(zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 }, "Rates ascend")
    precondition(leverages.first.map { $0 >= DecimalNumber(1) } ?? false, "A ladder begins at 1")
    self.caps = caps
    self.rates = rates
    self.leverages = leverages
  }

  /// What was built, and what it cost to make it a table.
  public struct Outcome: Hashable, Sendable {
    /// The table.
    public let table: TierTable
    /// The largest share by which the table charges more than is required at a knot.
    public let largestExcess: Double
    /// The caps up to which R rises less steeply than up to the cap before: there it is not convex.
    public let concave: [DecimalNumber]
  }

  /// The table that covers what is required up to the last cap; the caps are among the knots.
  ///
  /// The leverage of a bracket leaves the initial ratio times R(N)/N and D(N)/N everywhere within it.
  ///
  /// - Throws: ``TierFault/aboveLadder(tier:rate:last:)`` where a rate or its initial margin is beyond the ladders.
  public func table(
    symbol: String, currency: String = "", requiring required: RequiredMargin
  ) throws(TierFault) -> Outcome {
    var tiers: [Tier] = []
    var excess = 0.0
    var start = Start(notional: .zero, delivered: 0, rate: 0)
    for (index, points) in try demands(of: required).enumerated() {
      let cap = caps[index]
      var rate = try ladderRate(for: start.steepestChord(to: points), tier: index + 1)
      if let before = tiers.last?.rate { rate = max(rate, before) }
      for knot in required.knots
      where knot.notional > start.notional && knot.notional <= cap && knot.amount > 0 {
        excess = max(excess, start.delivered(knot.notional, at: rate) / knot.amount - 1)
      }
      let needed = points.reduce(start.rate) { max($0, $1.rate) }
      let end = start.delivered(cap, at: rate)
      let leverage = try leverage(
        for: max(needed * initialRatio, end / cap.doubleValue), tier: index + 1)
      let merged = tiers.last.map { $0.rate == rate && $0.maximumLeverage == leverage } ?? false
      let floor = merged ? tiers.removeLast().floor : start.notional
      tiers.append(Tier(floor: floor, cap: cap, rate: rate, maximumLeverage: leverage))
      start = Start(notional: cap, delivered: end, rate: points.last?.rate ?? 0)
    }
    return Outcome(
      table: try TierTable(symbol: symbol, currency: currency, tiers: tiers),
      largestExcess: excess, concave: concave(required))
  }

  private func concave(_ required: RequiredMargin) -> [DecimalNumber] {
    var found: [DecimalNumber] = []
    var before = (notional: 0.0, amount: 0.0, slope: 0.0)
    for knot in required.knots where caps.contains(knot.notional) {
      let notional = knot.notional.doubleValue
      let slope = (knot.amount - before.amount) / (notional - before.notional)
      if slope < before.slope * (1 - 1e-9) { found.append(knot.notional) }
      before = (notional, knot.amount, slope)
    }
    return found
  }

  /// Q at a knot, and the rate that R asks there.
  private struct Demand {
    let notional: DecimalNumber
    var amount: Double
    let rate: Double
  }

  /// The demands of each bracket, ascending, the last at its cap.
  private func demands(of required: RequiredMargin) throws(TierFault) -> [[Demand]] {
    let last = rates.last?.doubleValue ?? 1
    var brackets: [[Demand]] = []
    // max of Q(N) − λN over what lies above.
    var later = -Double.infinity
    for index in caps.indices.reversed() {
      let floor = index > 0 ? caps[index - 1] : .zero
      let knots = required.knots.filter { $0.notional > floor && $0.notional <= caps[index] }
      precondition(knots.last?.notional == caps[index], "The cap \(caps[index]) is among the knots")
      var points = knots.map { knot in
        let isEnd = knot.notional == caps.last
        let amount = isEnd ? knot.amount : knot.largest
        return Demand(
          notional: knot.notional, amount: amount, rate: amount / knot.notional.doubleValue)
      }
      if let steep = points.first(where: { $0.rate > last * (1 + 1e-9) }) {
        throw .aboveLadder(tier: index + 1, rate: steep.rate, last: rates.last ?? .zero)
      }
      let end = points.count - 1
      points[end].amount = max(
        points[end].amount, later + last * points[end].notional.doubleValue)
      later = points.reduce(later) { max($0, $1.amount - last * $1.notional.doubleValue) }
      brackets.append(points)
    }
    return brackets.reversed()
  }

  /// Where a bracket begins: what the table delivers there, and the rate that is required just above.
  private struct Start {
    let notional: DecimalNumber
    let delivered: Double
    let rate: Double

    func delivered(_ end: DecimalNumber, at rate: DecimalNumber) -> Double {
      delivered + rate.doubleValue * (end - notional).doubleValue
    }

    func steepestChord(to points: [Demand]) -> Double {
      points.reduce(0) { steepest, point in
        max(steepest, (point.amount - delivered) / (point.notional - notional).doubleValue)
      }
    }
  }

  /// The lowest ladder rate that is not below a rate, up to one part in 10⁹.
  private func ladderRate(for rate: Double, tier: Int) throws(TierFault) -> DecimalNumber {
    guard let step = rates.first(where: { $0.doubleValue >= rate * (1 - 1e-9) }) else {
      throw .aboveLadder(tier: tier, rate: rate, last: rates.last ?? .zero)
    }
    return step
  }

  /// The largest leverage that leaves a rate.
  private func leverage(for rate: Double, tier: Int) throws(TierFault) -> DecimalNumber {
    guard let leverage = leverages.last(where: { rate * $0.doubleValue <= 1 + 1e-12 }) else {
      throw .aboveLadder(tier: tier, rate: rate, last: DecimalNumber(1))
    }
    return leverage
  }
}
