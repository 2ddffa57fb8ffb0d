public import Instruments
public import MarketData
public import RiskMeasures
internal import Statistics

/// A process of simple returns whose risk is known, for tests of models and tools.
///
///     Rₜ = μ + σₜ εₜ        σ²ₜ₊₁ = σ² (1 − α − β) + α (σₜ εₜ)² + β σ²ₜ        σ₁ = σ
///
/// with independent εₜ of mean 0 and variance 1, normal or Student-t. With α = β = 0 the returns are
/// independent. The draw of bar t is the quantile of the uniform at address (instrument, 0, t), so
/// that it depends on nothing else.
///
/// - SeeAlso: Bollerslev (1986), *Journal of Econometrics* 31(3), 307–327.
public struct SyntheticProcess: Hashable, Sendable {
  /// The mean μ of a return, as a fraction per bar.
  public var drift: Double
  /// The unconditional standard deviation σ of a return, above 0, as a fraction per bar.
  public var volatility: Double
  /// The degrees of freedom of Student-t innovations, above 2; nil for normal ones.
  public var degreesOfFreedom: Double?
  /// The weight α ≥ 0 of the last squared innovation.
  public var alpha: Double
  /// The weight β ≥ 0 of the last variance; α + β < 1.
  public var beta: Double

  /// A process; by default independent normal returns.
  public init(
    drift: Double = 0, volatility: Double, degreesOfFreedom: Double? = nil, alpha: Double = 0,
    beta: Double = 0
  ) {
    precondition(volatility > 0, "Volatility \(volatility) must be above 0")
    precondition(
      alpha >= 0 && beta >= 0 && alpha + beta < 1,
      "Weights \(alpha) and \(beta) must not be negative and must add up to less than 1")
    self.drift = drift
    self.volatility = volatility
    self.degreesOfFreedom = degreesOfFreedom
    self.alpha = alpha
    self.beta = beta
  }

  /// A return of −100 % or less was drawn.
  public struct TotalLoss: Error {
    /// The bar, counted from 1.
    public let bar: Int
  }

  private var innovations: any SymmetricStandardizedDistribution {
    degreesOfFreedom.map { UnitVarianceStudentT(degreesOfFreedom: $0) } ?? StandardNormal()
  }

  /// Prices on weekdays, of which the first is 100.
  ///
  /// - Throws: ``TotalLoss``.
  public func prices(
    of instrument: InstrumentID, count: Int, from first: CalendarDate, seed: UInt64
  ) throws(TotalLoss) -> SyntheticPrices {
    let stream = RandomStream(seed: seed, identifier: instrument.rawValue)
    let innovations = innovations
    var close = [100.0]
    var volatilities = [volatility]
    for bar in 1 ..< max(1, count) {
      let sigma = volatilities[bar - 1]
      let shock = sigma * innovations.quantile(of: stream.uniform(path: 0, step: UInt32(bar)))
      let factor = 1 + drift + shock
      guard factor > 0 else { throw TotalLoss(bar: bar) }
      close.append(close[bar - 1] * factor)
      let variance = volatility * volatility * (1 - alpha - beta)
      volatilities.append((variance + alpha * shock * shock + beta * sigma * sigma).squareRoot())
    }
    let days = (0...).lazy.map { first.adding(days: $0) }.filter { !$0.weekday.isWeekend }
    let times = days.prefix(close.count).map { Timestamp($0) }
    return SyntheticPrices(
      process: self,
      history: PriceHistory(instrument: instrument, axis: .times(Array(times)), close: close),
      volatilities: volatilities)
  }

  /// The value at risk and expected shortfall of a linear position over a bar, as fractions of
  /// notional, given the standard deviation of its return.
  ///
  ///     VaR = ∓μ + σ q_c        ES = ∓μ + σ E[ε | ε > q_c]
  fileprivate func risk(
    _ side: Side, _ level: ConfidenceLevel, _ sigma: Double
  ) -> (valueAtRisk: Double, expectedShortfall: Double) {
    let tail = Double(1_000_000 - level.millionths) / 1e6
    let innovations = innovations
    let location = side == .long ? -drift : drift
    return (
      location - sigma * innovations.quantile(of: tail),
      location - sigma * innovations.tailMean(below: tail)
    )
  }
}

/// Prices of a process, with the risk of each next bar.
public struct SyntheticPrices: Sendable {
  /// The process.
  public let process: SyntheticProcess
  /// The prices.
  public let history: PriceHistory
  /// The standard deviation of the return after each price.
  public let volatilities: [Double]

  /// The value at risk and expected shortfall of the return after a price, as fractions of notional.
  public func risk(
    after bar: Int, _ side: Side, _ level: ConfidenceLevel
  ) -> (valueAtRisk: Double, expectedShortfall: Double) {
    process.risk(side, level, volatilities[bar])
  }
}
