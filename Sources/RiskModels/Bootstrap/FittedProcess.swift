public import MarketData
internal import Optimization
internal import RiskMeasures
public import Statistics
internal import Volatility

/// A process fitted to a history, from which replications are simulated.
///
/// For a model with an estimated volatility, the recursion runs at the estimate of the whole
/// history, with innovations from the fitted distribution, or from the residuals if the model
/// resamples them. For any other model the returns are independent draws from its forecast after
/// the whole history. A model whose forecasts scale with past returns is thus tested on data
/// without serial dependence.
public struct FittedProcess: Sendable {
  private let source: Source
  /// The convention of the simulated returns.
  public let convention: ReturnConvention

  private enum Source: Sendable {
    case independent(DistributionTable)
    case recursion(VolatilityFit, start: VolatilityState, residuals: [Double]?)
  }

  /// The process fitted to a history in the model's own convention.
  ///
  /// - Throws: ``RiskModelError`` if the model has no forecast after the history.
  public init(
    _ model: some ReturnModel, after returns: [Double], refitEvery: Int, firstForecast: Int
  ) throws(RiskModelError) {
    if let volatility = model.estimatedVolatility {
      let fit: VolatilityFit
      do throws(VolatilityError) {
        fit = try VolatilityFit(maximizing: volatility.model, on: returns)
      } catch {
        throw RiskModelError(error, model: model.name)
      }
      let run = fit.model.filter(returns, parameters: fit.parameters)
      source = .recursion(
        fit, start: VolatilityState(startOf: run, of: fit.model, parameters: fit.parameters),
        residuals: volatility.resamplesResiduals ? run.standardized : nil)
      convention = model.returnConvention
      return
    }
    var failed = 0
    let estimator = try model.estimator(
      after: returns.span,
      by: WalkSchedule(
        horizon: .oneBar, refitEvery: refitEvery, firstForecast: firstForecast),
      failedRefits: &failed)
    source = .independent(DistributionTable(try estimator.prediction()))
    convention = model.returnConvention.realized
  }

  /// A simulated history of `count` returns, or nil if the recursion diverges.
  public func returns(_ count: Int, from stream: RandomStream, draw: UInt32) -> [Double]? {
    switch source {
    case .independent(let distribution):
      return (0 ..< UInt32(count)).map {
        distribution.quantile(of: stream.uniform(path: draw, step: $0))
      }
    case .recursion(let fit, var state, let residuals):
      let distribution = fit.model.innovations.distribution(shape: fit.shape)
      let values = (0 ..< UInt32(count)).map { step in
        guard let residuals else {
          return state.step(stream.draw(from: distribution, path: draw, step: step))
        }
        let index = Int(stream.uniform(path: draw, step: step) * Double(residuals.count))
        return state.step(residuals[min(index, residuals.count - 1)])
      }
      return values.allSatisfy(\.isFinite) ? values : nil
    }
  }
}

/// A table of quantiles at 1,024 equal probability steps, refined by bisection.
private struct DistributionTable: Sendable {
  private let probability: @Sendable (Double) -> Double
  private let edges: [Double]
  private static let cells = 1_024

  init(_ distribution: some PredictedReturns) {
    let probability: @Sendable (Double) -> Double = { distribution.cumulativeProbability(of: $0) }
    self.probability = probability
    var (low, high) = (-distribution.volatility, distribution.volatility)
    while probability(low) > 1e-12, low > -1e6 { low *= 2 }
    while probability(high) < 1 - 1e-12, high < 1e6 { high *= 2 }
    edges = (0 ... Self.cells).map { cell in
      switch cell {
      case 0: low
      case Self.cells: high
      default:
        Self.root(of: probability, at: Double(cell) / Double(Self.cells), low, high)
      }
    }
  }

  func quantile(of u: Double) -> Double {
    let cell = min(Int(u * Double(Self.cells)), Self.cells - 1)
    return Self.root(of: probability, at: u, edges[cell], edges[cell + 1])
  }

  /// The least x with P(R ≤ x) ≥ u, to a relative precision of 10⁻¹².
  private static func root(
    of probability: (Double) -> Double, at u: Double, _ low: Double, _ high: Double
  ) -> Double {
    bisect(between: low, and: high, while: { $1 - $0 > 1e-12 * (1 + abs($1)) }) {
      probability($0) >= u
    }.upper
  }
}
