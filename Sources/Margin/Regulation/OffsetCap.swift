/// A limit on what a portfolio may save against its parts.
///
///     margin = max(portfolio, Σ standalone − cap · (Σ standalone − portfolio))
///
/// - SeeAlso: Regulation (EU) 153/2013, Article 27(4): at most 80 % of the difference, unless no risk comes from more.
public struct OffsetCap: Hashable, Sendable {
  /// The share of the difference that may be saved, in [0, 1].
  public let share: Double

  /// A cap at a share; 80 % without another word.
  public init(share: Double = 0.8) {
    precondition((0 ... 1).contains(share), "A share is in [0, 1], not \(share)")
    self.share = share
  }

  /// The margin of a portfolio whose parts alone would need `standalone`; all amounts in one currency.
  public func margin(portfolio: Double, standalone: [Double]) -> Double {
    let sum = standalone.reduce(0, +)
    return max(portfolio, sum - share * (sum - portfolio))
  }
}

/// The standardized schedule of initial margin for derivatives that no clearing house clears.
///
///     net = 0.4 · gross + 0.6 · NGR · gross,   gross = Σ rate · notional
///
/// NGR is the net replacement cost over the gross one.
/// - SeeAlso: BCBS-IOSCO (2020), *Margin requirements for non-centrally cleared derivatives*, Appendix A.
public struct StandardizedSchedule: Sendable {
  /// The classes of the schedule with their rates of notional.
  public enum AssetClass: Hashable, Sendable, CaseIterable {
    /// Credit, by years to the end.
    case creditUpToTwoYears, creditUpToFiveYears, creditLonger
    case commodity, equity, foreignExchange
    /// Interest rates, by years to the end.
    case ratesUpToTwoYears, ratesUpToFiveYears, ratesLonger
    case other

    /// The rate of notional.
    public var rate: Double {
      switch self {
      case .ratesUpToTwoYears: 0.01
      case .ratesUpToFiveYears, .creditUpToTwoYears: 0.02
      case .ratesLonger: 0.04
      case .creditUpToFiveYears: 0.05
      case .foreignExchange: 0.06
      case .creditLonger: 0.1
      case .commodity, .equity, .other: 0.15
      }
    }
  }

  /// The gross margin of trades, in the currency of their notionals.
  public static func gross(_ trades: [(class: AssetClass, notional: Double)]) -> Double {
    trades.reduce(0) { $0 + $1.class.rate * abs($1.notional) }
  }

  /// The margin after netting; the ratio is in [0, 1].
  public static func net(gross: Double, netToGrossRatio ratio: Double) -> Double {
    precondition((0 ... 1).contains(ratio), "A net-to-gross ratio is in [0, 1], not \(ratio)")
    return 0.4 * gross + 0.6 * ratio * gross
  }
}

/// Expected shortfalls of nested sets of risk factors, joined over their liquidity horizons.
///
///     ES = √(Σⱼ (ESⱼ · √((LHⱼ − LHⱼ₋₁)/T))²),   LH = 10, 20, 40, 60, 120 days,   LH₀ = 0, T = 10
///
/// - SeeAlso: Basel Committee, MAR33.5.
public enum LiquidityHorizonShortfall {
  /// The liquidity horizons in days.
  public static let horizons = [10.0, 20, 40, 60, 120]

  /// The shortfall of those over ten days: all factors first, then those with ever longer horizons.
  public static func joined(_ shortfalls: [Double]) -> Double {
    precondition(shortfalls.count <= horizons.count, "\(shortfalls.count) horizons, not five")
    var before = 0.0
    var sum = 0.0
    for (shortfall, horizon) in zip(shortfalls, horizons) {
      sum += shortfall * shortfall * (horizon - before) / 10
      before = horizon
    }
    return sum.squareRoot()
  }
}
