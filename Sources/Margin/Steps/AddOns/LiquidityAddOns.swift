internal import Glibc

/// An add-on for half of the bid-ask spread paid at close-out.
///
///     charge = ½ (μ + a s)
///
/// *μ* is the mean relative spread, *s* its standard deviation, *a* a stress multiple.
/// - SeeAlso: Bangia, Diebold, Schuermann and Stroughair (1999), *Risk* 12, 68–73.
public struct SpreadAddOn: AddOn {
  /// The mean relative spread, a fraction of price.
  public let mean: Double
  /// The standard deviation of the relative spread, a fraction of price.
  public let deviation: Double
  /// The stress multiple of the standard deviation.
  public let multiple: Double
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// Creates a spread add-on.
  public init(mean: Double, deviation: Double = 0, multiple: Double = 0, scope: AddOnScope = .all) {
    precondition(mean >= 0 && deviation >= 0 && multiple >= 0, "A spread is at least 0")
    self.mean = mean
    self.deviation = deviation
    self.multiple = multiple
    self.scope = scope
  }

  /// The name of the step: `spread`.
  public var name: String { "spread" }

  /// ½ (μ + a s), a fraction of notional.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    (mean + multiple * deviation) / 2
  }
}

/// An add-on for the closing fee.
public struct FeeAddOn: AddOn {
  /// The fee as a fraction of notional.
  public let fee: Double
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// Creates a fee add-on.
  public init(fee: Double, scope: AddOnScope = .all) {
    precondition(fee >= 0, "A fee is at least 0, not \(fee)")
    self.fee = fee
    self.scope = scope
  }

  /// The name of the step: `fee`.
  public var name: String { "fee" }

  /// The fee, a fraction of notional.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double { fee }
}

/// An add-on for the market impact of closing the position.
public struct ImpactAddOn: AddOn {
  /// The market impact model.
  public let law: Law
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// The market impact of a close-out, as the average price move over the position.
  public enum Law: Hashable, Sendable {
    /// Y σ (N/V)^δ: σ the volatility per bar, V the volume per bar, δ about one half.
    case power(coefficient: Double, exponent: Double, size: PositionSize)
    /// ½ N/D: an order book of constant depth, D the notional within 100 % of the price.
    case depth(notional: Double, depth: Double)
  }

  /// Creates a market impact add-on.
  public init(law: Law, scope: AddOnScope = .all) {
    self.law = law
    self.scope = scope
  }

  /// The name of the step: `impact`.
  public var name: String { "impact" }

  /// The volatility, for the power form of market impact.
  public var facts: Set<ForecastFact> {
    if case .power = law { [.volatility] } else { [] }
  }

  /// The average relative price move.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    switch law {
    case .power(let coefficient, let exponent, let size):
      coefficient * (inputs.barVolatility ?? 0)
        * pow(size.notional / size.volume, exponent)
    case .depth(let notional, let depth): notional / depth / 2
    }
  }
}

/// An add-on for positions that take longer to liquidate than the margin period of risk.
///
///     charge = rate · (√(min(l, cap)/free) − 1)   where l > free,   l = N/(πV) + lead
///
/// *l* is the liquidation period in bars; the loss over it grows with its square root.
/// - SeeAlso: European Commodity Clearing, *Concentration Risk Margin*, for the liquidation period,
///   a lead and a cap; its formula was not checked, so the square root is a choice of this package.
public struct ConcentrationAddOn: AddOn {
  /// The position size relative to market volume.
  public let size: PositionSize
  /// The participation rate π: the share of volume that trades without price impact.
  public let participation: Double
  /// The delay in bars before trading begins.
  public let leadBars: Double
  /// The liquidation period in bars that the rate already covers.
  public let freeBars: Double
  /// The maximum liquidation period that is charged, in bars.
  public let capBars: Double
  /// The instruments that the add-on applies to.
  public let scope: AddOnScope

  /// Creates a concentration add-on.
  public init(
    size: PositionSize, participation: Double, leadBars: Double = 0, freeBars: Double,
    capBars: Double = .infinity, scope: AddOnScope = .all
  ) {
    precondition(
      participation > 0 && participation <= 1, "A participation is in (0, 1], not \(participation)")
    precondition(freeBars > 0 && capBars >= freeBars && leadBars >= 0, "Periods are in order")
    self.size = size
    self.participation = participation
    self.leadBars = leadBars
    self.freeBars = freeBars
    self.capBars = capBars
    self.scope = scope
  }

  /// The name of the step: `concentration`.
  public var name: String { "concentration" }

  /// The charge for the liquidation period beyond ``freeBars``.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    let bars = min(capBars, size.bars(participation: participation) + leadBars)
    return bars > freeBars ? rate * ((bars / freeBars).squareRoot() - 1) : 0
  }
}
