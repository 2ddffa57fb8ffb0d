/// A European option: the right to buy or to sell at a strike.
public struct VanillaOption: Hashable, Sendable {
  /// Which right.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// To buy.
    case call
    /// To sell.
    case put
  }

  /// Which right.
  public let kind: Kind
  /// The strike K, in the quote currency, above zero.
  public let strike: Double
  /// The time to expiry T in years of 365 days, from zero on.
  public let years: Double

  /// An option.
  ///
  /// - Precondition: K > 0 and T ≥ 0, both finite.
  public init(_ kind: Kind, strike: Double, years: Double) {
    precondition(strike > 0 && strike.isFinite, "A strike is finite and above 0, not \(strike)")
    precondition(years >= 0 && years.isFinite, "A time is finite and from 0 on, not \(years)")
    self.kind = kind
    self.strike = strike
    self.years = years
  }

  /// What it pays at expiry: max(F − K, 0) or max(K − F, 0).
  public func payoff(at forward: Double) -> Double {
    max(0, kind == .call ? forward - strike : strike - forward)
  }

  /// How far it is from paying: max(K − S, 0) for a call, max(S − K, 0) for a put.
  public func outOfTheMoney(at index: Double) -> Double {
    max(0, kind == .call ? strike - index : index - strike)
  }
}
