/// A European option, the right to buy or to sell at a strike.
public struct VanillaOption: Hashable, Sendable {
  /// The right that an option gives.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The right to buy.
    case call
    /// The right to sell.
    case put
  }

  /// Call or put.
  public let kind: Kind
  /// The strike K in the quote currency; above zero.
  public let strike: Double
  /// The time to expiry T in years of 365 days; zero or more.
  public let years: Double

  /// An option with a strike and a time to expiry.
  ///
  /// - Precondition: K > 0 and T ≥ 0, both finite.
  public init(_ kind: Kind, strike: Double, years: Double) {
    precondition(strike > 0 && strike.isFinite, "strike must be finite and above 0, not \(strike)")
    precondition(
      years >= 0 && years.isFinite, "time to expiry must be finite and not negative, not \(years)")
    self.kind = kind
    self.strike = strike
    self.years = years
  }

  /// The payoff at expiry: max(F − K, 0) for a call, max(K − F, 0) for a put.
  public func payoff(at forward: Double) -> Double {
    max(0, kind == .call ? forward - strike : strike - forward)
  }

  /// The amount by which the option is out of the money: max(K − S, 0) for a call, max(S − K, 0)
  /// for a put.
  public func outOfTheMoney(at index: Double) -> Double {
    max(0, kind == .call ? strike - index : index - strike)
  }
}
