public import MarketData

/// An add-on for wrong-way collateral, which loses value when the position does.
///
///     charge = rate · λ
///
/// *λ* is the loss of the collateral as a fraction of the loss of the position, for instance ρ
/// σ_collateral/σ_position times the collateral's share of the margin.
public struct WrongWayAddOn: AddOn {
  /// The share λ of the rate that is added; at least zero.
  public let share: Double
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// Creates a wrong-way add-on.
  public init(share: Double, scope: AddOnScope = .all) {
    precondition(share >= 0 && share.isFinite, "A share is at least 0, not \(share)")
    self.share = share
    self.scope = scope
  }

  /// The name of the step: `wrong way`.
  public var name: String { "wrong way" }

  /// The rate times ``share``.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double { rate * share }
}

/// An add-on around a scheduled event: an expiry, an election, a corporate action.
///
/// It applies from ``leadDays`` calendar days before the event through ``lagDays`` after it.
public struct EventAddOn: AddOn {
  /// The date of the event.
  public let date: CalendarDate
  /// The calendar days before the event on which the charge begins.
  public let leadDays: Int
  /// The calendar days after the event through which the charge applies.
  public let lagDays: Int
  /// The charge, a fraction of notional.
  public let charge: MarginRate
  /// A description of the event.
  public let event: String
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// Creates an add-on around one event date.
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

  /// The name of the step: `event: ` followed by the description.
  public var name: String { "event: \(event)" }

  /// The charge on the dates around the event; zero otherwise.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    guard let today = inputs.date?.date else { return 0 }
    let days = Int(today.days) - Int(date.days)
    return days >= -leadDays && days <= lagDays ? charge.fraction : 0
  }
}
