public import Margin

/// What a position must keep: MM(N) = N r − c with the rate and the deduction of the bracket that holds N.
public struct MaintenanceRule: Hashable, Sendable {
  /// A range of notional with its rate and deduction.
  struct Bracket: Hashable, Sendable {
    let floor: Double
    let cap: Double
    let rate: Double
    let deduction: Double

    func margin(of notional: Double) -> Double { notional * rate - deduction }

    /// Whether the bracket holds a notional, forgiving one part in 10¹² at its ends.
    func holds(_ notional: Double) -> Bool {
      notional >= floor * (1 - 1e-12) && notional <= cap * (1 + 1e-12)
    }
  }

  /// In ascending order, the first from zero.
  let brackets: [Bracket]
  /// How the rates add up.
  public let rule: TierRule

  /// One rate for every size, less a deduction.
  ///
  /// - Precondition: 0 ≤ rate < 1.
  public init(rate: Double, deduction: Double = 0) {
    precondition((0 ..< 1).contains(rate), "A rate is in [0, 1), not \(rate)")
    brackets = [Bracket(floor: 0, cap: .infinity, rate: rate, deduction: deduction)]
    rule = .marginal
  }

  /// An amount that does not move with the price, as where a venue charges the notional at the entry.
  public init(fixed amount: Double) { self.init(rate: 0, deduction: -amount) }

  /// The brackets of a table whose amounts are in the settling currency.
  public init(_ table: TierTable) {
    brackets = zip(table.tiers, table.deductions).map { tier, deduction in
      Bracket(
        floor: tier.floor.doubleValue, cap: tier.cap?.doubleValue ?? .infinity,
        rate: tier.rate.doubleValue, deduction: deduction.doubleValue)
    }
    rule = table.rule
  }

  private init(_ brackets: [Bracket], _ rule: TierRule) {
    self.brackets = brackets
    self.rule = rule
  }

  /// The same with amounts in another unit, the last bracket without an end.
  func openEnded(scaled factor: Double) -> MaintenanceRule {
    let last = brackets.count - 1
    return MaintenanceRule(
      brackets.enumerated().map { index, bracket in
        Bracket(
          floor: bracket.floor * factor, cap: index == last ? .infinity : bracket.cap * factor,
          rate: bracket.rate, deduction: bracket.deduction * factor)
      }, rule)
  }

  /// The highest rate.
  public var largestRate: Double { brackets.reduce(0) { max($0, $1.rate) } }

  /// The highest rate of the brackets that hold a notional or a smaller one.
  func largestRate(of notional: Double) -> Double {
    brackets.prefix { $0.floor <= notional }.reduce(0) { max($0, $1.rate) }
  }

  /// The place of the bracket of a notional; nil above the last cap.
  func index(of notional: Double) -> Int? { brackets.firstIndex { notional <= $0.cap } }

  /// MM(N), in the settling currency; nil above the last cap.
  public func margin(of notional: Double) -> Double? {
    index(of: notional).map { brackets[$0].margin(of: notional) }
  }
}
