internal import Instruments
internal import LinearAlgebra
internal import RiskMeasures
internal import Statistics

/// A quantile recursion of one side and level, fitted to a window of losses.
struct QuantileFit: Sendable, Equatable {
  let side: Side
  let level: ConfidenceLevel
  let recursion: QuantileRecursion
  /// The divisor of quantiles and losses, in units of returns.
  ///
  /// It is the standard deviation of a normal return with the same mean absolute size, which is
  /// robust to a single jump.
  let scale: Double
  /// The multiple m, the expected shortfall in units of the quantile.
  let multiple: Double
  /// The relative excesses Lₜ/Vₜ − 1 of the exceedances, stretched to a mean of m − 1.
  let excesses: [Double]
  /// The quantile forecasts for the returns of the window, in units of ``scale``.
  let path: [Double]
  /// The forecast of the first return after the window.
  let last: QuantileState
  /// The covariance of β, in units of ``scale``, and of m if estimated jointly; nil if unavailable.
  let covariance: QuantileCovariance?
  let isHeld: Bool

  /// The number of returns whose empirical quantile starts the recursion.
  static let startUp = 300

  init(
    _ model: CAViaR, side: Side, level: ConfidenceLevel, returns: [Double], scale: Double
  ) throws(RiskModelError) {
    self.side = side
    self.level = level
    self.scale = scale
    let losses = returns.map { (side == .long ? -$0 : $0) / scale }
    let start = Self.quantile(of: losses.prefix(Self.startUp), at: level)
    let typical = Self.quantile(of: losses[...], at: level)
    guard start > 0, typical > 0 else { throw .quantileNotPositive(side, level) }
    let tail = level.tailProbability
    var search = QuantileSearch(
      losses, specification: model.specification, tailModel: model.tailModel, tail: tail,
      start: start, typical: typical)
    let optimum = try search.run(seed: model.seed)
    recursion = optimum.recursion
    isHeld = optimum.isHeld
    let states = Self.states(of: recursion, losses, from: start)
    path = states.dropLast().map(\.quantile)
    last = states[losses.count]
    var excesses = zip(losses, path).compactMap { $0 > $1 ? $0 / $1 - 1 : nil }.sorted()
    guard last.quantile > 0 else { throw .quantileNotPositive(side, level) }
    // Exceedances that are ties up to rounding carry no information on the tail beyond the
    // quantile.
    guard let largest = excesses.last, largest > 1e-6 else {
      throw .didNotConverge(
        model: "caviar", reason: "no return of the window lies beyond its quantile")
    }
    let stretch = Double(excesses.count) / (Double(losses.count) * tail)
    for i in excesses.indices { excesses[i] *= stretch }
    self.excesses = excesses
    let multiple = 1 + excesses.reduce(0, +) / Double(excesses.count)
    self.multiple = multiple
    covariance =
      isHeld
      ? nil
      : QuantileCovariance(
        losses, states: states, parameters: model.specification.parameterCount, tail: tail,
        jointMultiple: model.tailModel == .jointMultiple ? multiple : nil)
  }

  /// The order statistic ⌈nc⌉ of the losses.
  private static func quantile(of losses: ArraySlice<Double>, at level: ConfidenceLevel) -> Double {
    var ascending = Array(losses)
    sortAscending(&ascending)
    let rank = QuantileConvention.inverse.rank(millionths: level.millionths, count: losses.count)
    return rank.map { ascending[$0.index] } ?? .nan
  }

  private static func states(
    of recursion: QuantileRecursion, _ losses: [Double], from start: Double
  ) -> [QuantileState] {
    var state = QuantileState(startingAt: start)
    var states = [state]
    states.reserveCapacity(losses.count + 1)
    for loss in losses {
      state = recursion.state(after: state, observing: loss)
      states.append(state)
    }
    return states
  }

  /// The next forecast after observing a return.
  func state(after state: QuantileState, observing value: Double) -> QuantileState {
    recursion.state(after: state, observing: (side == .long ? -value : value) / scale)
  }

  // MARK: - Reporting

  /// The estimates of β and m by name, in units of the returns.
  var values: [String: Double] {
    var values = [name("multiple"): multiple]
    for i in 0 ..< recursion.specification.parameterCount {
      values[name("beta\(i + 1)")] = recursion.beta[i] * unit(of: i)
    }
    return values
  }

  /// The standard errors by parameter name.
  var standardErrors: [String: Double] {
    guard let covariance else { return [:] }
    let count = recursion.specification.parameterCount
    var errors: [String: Double] = [:]
    for i in 0 ..< count {
      errors[name("beta\(i + 1)")] = covariance.standardError(of: i) * unit(of: i)
    }
    if covariance.count > count { errors[name("multiple")] = covariance.standardError(of: count) }
    return errors
  }

  private func name(_ parameter: String) -> String {
    "\(parameter).\(side.rawValue).\(level.probability)"
  }

  /// The unit of a parameter: the constant has that of the quantile (squared for indirect GARCH).
  ///
  /// Slopes are unit-free.
  private func unit(of index: Int) -> Double {
    guard index == 0 else { return 1 }
    return recursion.specification == .indirectGARCH ? scale * scale : scale
  }
}
