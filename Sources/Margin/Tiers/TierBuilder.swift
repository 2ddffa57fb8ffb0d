/// Makes brackets of a continuous requirement.
///
/// With R(N) = N·r*(N) the amount a position of notional N requires, and caps N₁ < … < Nₖ,
///
///     rₖ = (R(Nₖ) − R(Nₖ₋₁))/(Nₖ − Nₖ₋₁),   R(0) = 0,
///
/// rounded up to a ladder of rates. The chord of a convex R lies above it, so that the marginal table covers R
/// everywhere and meets it at the caps but for the ladder. Where R is not convex it is replaced by its least convex
/// majorant on the caps from above: rates that would fall are raised to the one before. Equal neighbours are merged.
public struct TierBuilder: Hashable, Sendable {
  /// The caps of the brackets, ascending, above zero.
  public let caps: [DecimalNumber]
  /// The rates that may be published, ascending; a rate above the last stays what it is, rounded up to 10⁻⁴.
  public let rates: [DecimalNumber]
  /// The leverages that may be published, ascending, at least one.
  public let leverages: [DecimalNumber]

  /// The rates and leverages that venues use.
  public static let usualRates = [
    "0.004", "0.005", "0.0065", "0.01", "0.02", "0.025", "0.05", "0.1", "0.125", "0.15", "0.25",
    "0.5",
  ].compactMap { DecimalNumber($0) }

  /// The leverages that venues use.
  public static let usualLeverages = [1, 2, 3, 4, 5, 10, 20, 25, 40, 50, 75, 100, 125].map {
    DecimalNumber($0)
  }

  /// A builder on a grid of caps.
  public init(
    caps: [DecimalNumber], rates: [DecimalNumber] = usualRates,
    leverages: [DecimalNumber] = usualLeverages
  ) {
    precondition(!caps.isEmpty && caps[0] > .zero, "The first cap is above 0")
    precondition(zip(caps, caps.dropFirst()).allSatisfy { $0 < $1 }, "Caps ascend")
    precondition(leverages.first.map { $0 >= DecimalNumber(1) } ?? false, "A ladder begins at 1")
    self.caps = caps
    self.rates = rates
    self.leverages = leverages
  }

  /// What was built, and what it cost to make it a table.
  public struct Outcome: Hashable, Sendable {
    /// The table.
    public let table: TierTable
    /// The largest share by which the table charges more than was required at a cap.
    public let largestExcess: Double
    /// The caps at which the requirement was not convex, so that a rate was raised to the one before.
    public let raised: [DecimalNumber]
  }

  /// The table that covers `required`, the amount of maintenance margin at a cap, with the leverage that leaves `initial`, a rate.
  ///
  /// - Throws: ``TierFault`` where a rate of one or more would be needed.
  public func table(
    symbol: String, currency: String = "", requiring required: (DecimalNumber) -> Double,
    initial: (DecimalNumber) -> Double = { _ in 0 }
  ) throws(TierFault) -> Outcome {
    var tiers: [Tier] = []
    var raised: [DecimalNumber] = []
    var excess = 0.0
    var floor = DecimalNumber.zero
    // What the table delivers at the floor: it exceeds the requirement where a ladder rounded up.
    var delivered = 0.0
    for cap in caps {
      let width = (cap - floor).doubleValue
      let chord = (required(cap) - delivered) / width
      var rate = rung(for: max(0, chord))
      if let before = tiers.last?.rate, rate < before {
        rate = before
        raised.append(cap)
      }
      delivered += rate.doubleValue * width
      if required(cap) > 0 { excess = max(excess, delivered / required(cap) - 1) }
      let leverage = leverage(
        for: max(initial(cap), delivered / cap.doubleValue))
      guard let leverage, rate < DecimalNumber(1) else {
        throw .invalidNumber(tier: tiers.count + 1, field: "maintenance rate")
      }
      if let last = tiers.last, last.rate == rate, last.maximumLeverage == leverage {
        tiers[tiers.count - 1] = Tier(
          floor: last.floor, cap: cap, rate: rate, maximumLeverage: leverage)
      } else {
        tiers.append(Tier(floor: floor, cap: cap, rate: rate, maximumLeverage: leverage))
      }
      floor = cap
    }
    return Outcome(
      table: try TierTable(symbol: symbol, currency: currency, tiers: tiers),
      largestExcess: excess, raised: raised)
  }

  /// The least rung that is not below a rate, forgiving one part in 10¹².
  private func rung(for rate: Double) -> DecimalNumber {
    if let rung = rates.first(where: { $0.doubleValue >= rate * (1 - 1e-12) }) { return rung }
    return DecimalNumber(Int128((rate * 1e4 * (1 - 1e-12)).rounded(.up)), exponent: -4)
  }

  /// The largest leverage that leaves a rate; nil where even 1 does not.
  private func leverage(for rate: Double) -> DecimalNumber? {
    leverages.last { rate * $0.doubleValue <= 1 + 1e-12 }
  }
}
