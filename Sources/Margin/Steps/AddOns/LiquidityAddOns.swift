internal import Glibc

/// Half of the spread that is paid when a position is closed.
///
///     charge = ½ (μ + a s)
///
/// *μ* is the mean relative spread, *s* its standard deviation, *a* a multiple for bad days.
/// - SeeAlso: Bangia, Diebold, Schuermann and Stroughair (1999), *Risk* 12, 68–73.
public struct SpreadAddOn: AddOn {
  /// The mean spread as a fraction of the price.
  public let mean: Double
  /// The standard deviation of the spread.
  public let deviation: Double
  /// The standard deviations above the mean that are charged.
  public let multiple: Double
  /// The instruments it is on.
  public let scope: AddOnScope

  /// A charge for half of a spread.
  public init(mean: Double, deviation: Double = 0, multiple: Double = 0, scope: AddOnScope = .all) {
    precondition(mean >= 0 && deviation >= 0 && multiple >= 0, "A spread is at least 0")
    self.mean = mean
    self.deviation = deviation
    self.multiple = multiple
    self.scope = scope
  }

  /// `spread`.
  public var name: String { "spread" }

  /// ½ (μ + a s).
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    (mean + multiple * deviation) / 2
  }
}

/// The fee that is charged on closing a position.
public struct FeeAddOn: AddOn {
  /// The fee as a fraction of notional.
  public let fee: Double
  /// The instruments it is on.
  public let scope: AddOnScope

  /// A charge for a fee.
  public init(fee: Double, scope: AddOnScope = .all) {
    precondition(fee >= 0, "A fee is at least 0, not \(fee)")
    self.fee = fee
    self.scope = scope
  }

  /// `fee`.
  public var name: String { "fee" }

  /// The fee.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double { fee }
}

/// The price that a position's own closing moves.
public struct ImpactAddOn: AddOn {
  /// How a size moves the price.
  public let law: Law
  /// The instruments it is on.
  public let scope: AddOnScope

  /// How the closing of a position moves the price, on average over the position.
  public enum Law: Hashable, Sendable {
    /// Y σ (N/V)^δ: σ the volatility of a bar, V the volume of a bar, δ about one half.
    case power(coefficient: Double, exponent: Double, size: PositionSize)
    /// ½ N/D: a book of constant depth, D the notional within 100 % of the price.
    case depth(notional: Double, depth: Double)
  }

  /// A charge for market impact.
  public init(law: Law, scope: AddOnScope = .all) {
    self.law = law
    self.scope = scope
  }

  /// `impact`.
  public var name: String { "impact" }

  /// The volatility, for the power law.
  public var facts: Set<ForecastFact> {
    if case .power = law { [.volatility] } else { [] }
  }

  /// The average relative move.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    switch law {
    case .power(let coefficient, let exponent, let size):
      coefficient * (inputs.barVolatility ?? 0)
        * pow(size.notional / size.volume, exponent)
    case .depth(let notional, let depth): notional / depth / 2
    }
  }
}

/// A charge for positions that take longer to close than the margin period of risk allows.
///
///     charge = rate · (√(min(l, cap)/free) − 1)   where l > free,   l = N/(πV) + lead
///
/// *l* is the liquidation period in bars: the loss over it grows with its square root.
/// - SeeAlso: European Commodity Clearing, *Concentration Risk Margin*; its scaling is not published, the
///   square root is this package's choice.
public struct ConcentrationAddOn: AddOn {
  /// The position and its market.
  public let size: PositionSize
  /// The share of the volume that is traded without moving the price, π.
  public let participation: Double
  /// Bars before trading begins.
  public let leadBars: Double
  /// The liquidation period that the rate covers already.
  public let freeBars: Double
  /// The longest liquidation period that is charged.
  public let capBars: Double
  /// The instruments it is on.
  public let scope: AddOnScope

  /// A charge for a concentrated position.
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

  /// `concentration`.
  public var name: String { "concentration" }

  /// The charge for the bars beyond those that are free.
  public func charge(on rate: Double, given inputs: MarginInputs) -> Double {
    let bars = min(capBars, size.bars(participation: participation) + leadBars)
    return bars > freeBars ? rate * ((bars / freeBars).squareRoot() - 1) : 0
  }
}
