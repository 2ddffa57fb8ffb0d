public import MarketData

/// A charge for collateral that loses value when the position does: a share of the rate.
///
///     charge = rate · λ
///
/// *λ* is the loss of the collateral as a fraction of that of the position: ρ σ_collateral/σ_position
/// times the share of the margin that it makes up, for instance. A tenth is 0.1.
public struct WrongWayAddOn: AddOn {
  /// λ, the share of the rate that is added, a fraction from 0.
  public let share: Double
  /// The instruments it is on.
  public let scope: AddOnScope

  /// A charge for wrong-way collateral.
  public init(share: Double, scope: AddOnScope = .all) {
    precondition(share >= 0 && share.isFinite, "A share is at least 0, not \(share)")
    self.share = share
    self.scope = scope
  }

  /// `wrong way`.
  public var name: String { "wrong way" }

  /// The share of the rate.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double { rate * share }
}

/// A charge around a day that is known beforehand: an expiry, a vote, a corporate event.
///
/// It acts from ``leadDays`` calendar days before the day through ``lagDays`` after it.
public struct EventAddOn: AddOn {
  /// The day of the event.
  public let date: CalendarDate
  /// Calendar days before it on which the charge begins.
  public let leadDays: Int
  /// Calendar days after it on which the charge still acts.
  public let lagDays: Int
  /// What is added, as a fraction of notional.
  public let charge: MarginRate
  /// What happens.
  public let event: String
  /// The instruments it is on.
  public let scope: AddOnScope

  /// A charge around one day.
  public init(
    date: CalendarDate, leadDays: Int, lagDays: Int = 0, charge: MarginRate, event: String,
    scope: AddOnScope = .all
  ) {
    precondition(leadDays >= 0 && lagDays >= 0, "An event has no negative days around it")
    precondition(charge >= .zero, "A charge is at least 0, not \(charge.fraction)")
    self.date = date
    self.leadDays = leadDays
    self.lagDays = lagDays
    self.charge = charge
    self.event = event
    self.scope = scope
  }

  /// `event: ` and what happens.
  public var name: String { "event: \(event)" }

  /// The charge on the days around the event.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    guard let today = inputs.date?.date else { return 0 }
    let days = Int(today.days) - Int(date.days)
    return days >= -leadDays && days <= lagDays ? charge.fraction : 0
  }
}
