import Glibc
internal import Statistics

/// The Black (1976) price of an option on a forward, with its sensitivities.
///
///     V = e^(−rT) s (F N(s d₁) − K N(s d₂)),   d₁ = (ln(F/K) + σ²T/2)/(σ√T),   d₂ = d₁ − σ√T
///
/// with s = 1 for a call and −1 for a put; the payoff at T = 0.
///
/// - SeeAlso: Black (1976), *Journal of Financial Economics* 3, 167–179, equation 16.
public struct Black76: Hashable, Sendable {
  /// The option.
  public let option: VanillaOption
  /// The forward price F in the quote currency; above zero.
  public let forward: Double
  /// The annual volatility σ; above zero.
  public let volatility: Double
  /// The continuously compounded annual interest rate r.
  public let rate: Double

  /// Values an option at a forward price and a volatility.
  ///
  /// - Precondition: F > 0 and σ > 0, both finite.
  public init(_ option: VanillaOption, forward: Double, volatility: Double, rate: Double = 0) {
    precondition(
      forward > 0 && forward.isFinite, "forward must be finite and above 0, not \(forward)")
    precondition(
      volatility > 0 && volatility.isFinite,
      "volatility must be finite and above 0, not \(volatility)"
    )
    self.option = option
    self.forward = forward
    self.volatility = volatility
    self.rate = rate
  }

  /// The price V in the quote currency.
  public var price: Double {
    guard option.years > 0 else { return option.payoff(at: forward) }
    let s = sign
    let value = forward * normal(s * d1) - option.strike * normal(s * d2)
    return discount * max(0, s * value)
  }

  /// The sensitivity of the price to the forward, ∂V/∂F.
  public var delta: Double {
    guard option.years > 0 else { return option.payoff(at: forward) > 0 ? sign : 0 }
    return discount * sign * normal(sign * d1)
  }

  /// The sensitivity of delta to the forward, ∂²V/∂F²; zero at expiry.
  public var gamma: Double {
    option.years > 0 ? discount * Normal.density(at: d1) / (forward * deviation) : 0
  }

  /// The sensitivity of the price to the volatility, ∂V/∂σ, per unit of volatility (100 points).
  public var vega: Double {
    option.years > 0
      ? discount * forward * Normal.density(at: d1) * option.years.squareRoot() : 0
  }

  /// The sensitivity of the price to the passage of time, −∂V/∂T, per year.
  public var theta: Double {
    guard option.years > 0 else { return 0 }
    let decay =
      -discount * forward * Normal.density(at: d1) * volatility / (2 * option.years.squareRoot())
    return decay + rate * price
  }

  private var sign: Double { option.kind == .call ? 1 : -1 }
  private var discount: Double { exp(-rate * option.years) }
  private var deviation: Double { volatility * option.years.squareRoot() }
  private var d1: Double { log(forward / option.strike) / deviation + deviation / 2 }
  private var d2: Double { d1 - deviation }
  /// N(x) by the complementary error function in double precision, which suffices for prices and is
  /// fast.
  private func normal(_ x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }
}
