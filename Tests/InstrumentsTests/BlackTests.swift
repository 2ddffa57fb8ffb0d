import Instruments
import Testing

/// Prices and sensitivities of options on a forward.
@Suite struct BlackTests {
  /// Haug (1998), as QuantLib 1.44 and mpmath compute it to 15 digits: F = K = 19, T = 0.75, r = 0.1, σ = 0.28.
  @Test func blackAgreesWithThePublishedTable() {
    let call = Black76(
      VanillaOption(.call, strike: 19, years: 0.75), forward: 19, volatility: 0.28, rate: 0.1)
    let put = Black76(
      VanillaOption(.put, strike: 19, years: 0.75), forward: 19, volatility: 0.28, rate: 0.1)
    for (found, wanted) in [
      (call.price, 1.7010507252362672), (call.delta, 0.5086362359336519),
      (call.gamma, 0.07974503467912114), (call.vega, 6.045471079024174),
      (call.theta, -0.9583828622275524), (put.price, 1.7010507252362672),
      (put.delta, -0.419107250394901), (put.theta, -0.9583828622275524),
    ] {
      // A difference of two terms some ten times its size, each good to 15 digits.
      #expect(abs(found - wanted) <= 1e-11 * abs(wanted))
    }
  }

  /// Derive's example of prices before and after a shock, to the tenth of a cent that its page prints.
  @Test func blackAgreesWithDerive() {
    func price(
      _ kind: VanillaOption.Kind, strike: Double, forward: Double, volatility: Double
    ) -> Double {
      Black76(
        VanillaOption(kind, strike: strike, years: 37.2 / 365), forward: forward,
        volatility: volatility, rate: 0.21
      ).price
    }
    for (kind, strike, forward, volatility, wanted) in [
      (VanillaOption.Kind.put, 2700.0, 2695.78, 0.76, 257.055),
      (.call, 2500, 2695.78, 0.76, 353.047), (.put, 2700, 3181.02, 1.486, 335.477),
      (.call, 2500, 3181.02, 1.486, 918.811),
    ] {
      let found = price(kind, strike: strike, forward: forward, volatility: volatility)
      #expect(abs(found - wanted) < 1e-3)
    }
    let shock = VolatilityShock(up: 0.5, down: 0.275)
    #expect(abs(shock.factor(.up, years: 37.2 / 365) - 1.4862) < 5e-5)
  }

  @Test func atExpiryAnOptionIsItsPayoff() {
    for forward in [80.0, 100, 120] {
      for kind in VanillaOption.Kind.allCases {
        let option = VanillaOption(kind, strike: 100, years: 0)
        let model = Black76(option, forward: forward, volatility: 0.5)
        #expect(model.price == option.payoff(at: forward) && model.gamma == 0 && model.vega == 0)
      }
    }
  }

  @Test func howFarAnOptionIsOutOfTheMoney() {
    #expect(VanillaOption(.call, strike: 116_000, years: 1).outOfTheMoney(at: 115_000) == 1000)
    #expect(VanillaOption(.put, strike: 112_000, years: 1).outOfTheMoney(at: 115_000) == 3000)
  }
}
