/// Builds a tier table from a continuous margin requirement.
///
/// With caps N₁ < … < Nₖ, λ the last allowed rate, and D(Nₖ₋₁) the table's margin at the floor of
/// tier k, the rate of the tier is the steepest chord from there to the requirement within the
/// tier,
///
///     rₖ = max over knots N in (Nₖ₋₁, Nₖ] of (Q(N) − D(Nₖ₋₁))/(N − Nₖ₋₁),   D(0) = 0,
///     Q(N) = max(R(N), R(N+)),   and at a cap also   Q(Nₖ) ≥ Q(N) − λ (N − Nₖ) for all N > Nₖ,
///
/// without R(N+) at the last cap, rounded up to an allowed rate and not below the previous rate. So
/// D ≥ R everywhere, D is convex, and a table is found wherever one exists: where R(N) ≤ λN. The
/// second part of Q is the margin that a jump shortly after a cap requires in earlier tiers. Where
/// R is convex and the allowed rates are fine, D equals R at the caps. Adjacent tiers with equal
/// rate and leverage are merged.
public struct TierTableBuilder: Hashable, Sendable {
  /// The caps of the tiers, ascending, above zero.
  public let caps: [DecimalNumber]
  /// The rates that may be published, ascending.
  public let rates: [DecimalNumber]
  /// The leverage steps that may be published, ascending, at least one.
  public let leverages: [DecimalNumber]
  /// The ratio of initial to maintenance rate, at least one.
  public var initialRatio = 1.0

  /// The rates that venues commonly use.
  public static let usualRates = [
    "0.004", "0.005", "0.0065", "0.01", "0.02", "0.025", "0.05", "0.1", "0.125", "0.15", "0.25",
    "0.5",
  ].compactMap { DecimalNumber($0) }

  /// The leverage steps that venues commonly use.
  public static let usualLeverages = [1, 2, 3, 4, 5, 10, 20, 25, 40, 50, 75, 100, 125].map {
    DecimalNumber($0)
  }

  /// The numbers 1, 2 and 5 times powers of ten within a range.
  public static func grid(from first: DecimalNumber, to last: DecimalNumber) -> [DecimalNumber] {
    (-9 ... 15).flatMap { power in [1, 2, 5].map { DecimalNumber($0, exponent: power) } }
      .filter { $0 >= first && $0 <= last }
  }

  /// Creates a builder on a grid of caps.
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

  /// A built table and its deviation from the requirement.
  public struct Outcome: Hashable, Sendable {
    /// The tier table.
    public let table: TierTable
    /// The largest relative excess of the table over the required margin at a knot.
    public let largestExcess: Double
    /// The caps where R is not convex: its slope up to the cap is below that up to the previous
    /// cap.
    public let concave: [DecimalNumber]
  }

  /// Builds the table that covers the requirement up to the last cap; the caps are among the knots.
  ///
  /// The leverage of a tier leaves an initial rate of at least the initial ratio times R(N)/N, and
  /// at least D(N)/N, throughout the tier.
  ///
  /// - Throws: ``TierFault/aboveLadder(tier:rate:last:)`` if a rate or its initial margin is above
  ///   the allowed values.
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

  /// Q at a knot, and the rate that R requires there.
  private struct Demand {
    let notional: DecimalNumber
    var amount: Double
    let rate: Double
  }

  /// The required margins of each tier, ascending, the last at its cap.
  private func demands(of required: RequiredMargin) throws(TierFault) -> [[Demand]] {
    let last = rates.last?.doubleValue ?? 1
    var tiers: [[Demand]] = []
    // The maximum of Q(N) − λN over the knots above.
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
      tiers.append(points)
    }
    return tiers.reversed()
  }

  /// The start of a tier: the table's margin there, and the rate that is required just above.
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

  /// The lowest allowed rate that is at least `rate`, with a tolerance of 10⁻⁹.
  private func ladderRate(for rate: Double, tier: Int) throws(TierFault) -> DecimalNumber {
    guard let step = rates.first(where: { $0.doubleValue >= rate * (1 - 1e-9) }) else {
      throw .aboveLadder(tier: tier, rate: rate, last: rates.last ?? .zero)
    }
    return step
  }

  /// The largest allowed leverage with an initial rate of at least `rate`.
  private func leverage(for rate: Double, tier: Int) throws(TierFault) -> DecimalNumber {
    guard let leverage = leverages.last(where: { rate * $0.doubleValue <= 1 + 1e-12 }) else {
      throw .aboveLadder(tier: tier, rate: rate, last: DecimalNumber(1))
    }
    return leverage
  }
}
