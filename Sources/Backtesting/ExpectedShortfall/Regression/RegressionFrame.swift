internal import LinearAlgebra
internal import Statistics

/// The shifted and scaled losses and regressors of a joint regression.
///
/// Losses minus the smallest loss, and regressors standardized by mean and standard deviation.
struct RegressionFrame: Sendable {
  /// (x − center)/scale; without a regressor, zeros with center 0 and scale 1.
  struct Regressor: Sendable {
    let values: [Double]
    let center: Double
    let scale: Double
    /// The number of coefficients of its equation.
    let order: Int

    /// Returns the regressor in its original unit.
    func given(_ value: Double) -> Double { value * scale + center }
  }

  let losses: [Double]
  /// The smallest loss.
  let origin: Double
  let quantile: Regressor
  let shortfall: Regressor

  init(
    _ losses: [Double], quantile: ExpectedShortfallRegression.Equation,
    shortfall: ExpectedShortfallRegression.Equation
  ) throws(ExpectedShortfallRegression.Failure) {
    guard losses.allSatisfy(\.isFinite) else { throw .notFinite }
    let origin = losses.min() ?? 0
    self.origin = origin
    let moved = losses.map { $0 - origin }
    guard moved.allSatisfy(\.isFinite) else { throw .notFinite }
    self.losses = moved
    self.quantile = try Regressor(quantile, count: losses.count)
    self.shortfall = try Regressor(shortfall, count: losses.count)
  }

  /// Converts a line to the original units.
  func line(_ point: LinePoint, _ regressor: Regressor) -> ExpectedShortfallRegression.Line {
    let slope = point.slope / regressor.scale
    return ExpectedShortfallRegression.Line(
      intercept: point.constant + origin - slope * regressor.center, slope: slope)
  }

  /// Converts a line to the units of the frame.
  func point(intercept: Double, slope: Double, _ regressor: Regressor) -> LinePoint {
    LinePoint(
      constant: intercept - origin + slope * regressor.center, slope: slope * regressor.scale)
  }
}

extension RegressionFrame.Regressor {
  init(
    _ equation: ExpectedShortfallRegression.Equation, count: Int
  ) throws(ExpectedShortfallRegression.Failure) {
    guard case .linear(let given) = equation else {
      values = Array(repeating: 0, count: count)
      center = 0
      scale = 1
      order = 1
      return
    }
    precondition(given.count == count, "\(count) losses and \(given.count) regressors")
    guard given.allSatisfy(\.isFinite) else { throw .notFinite }
    let moments = SampleMoments(given.span)
    let deviation = (moments.sampleVariance ?? 0).squareRoot()
    // Below that, the variation of a constant regressor is rounding error.
    guard deviation > 1e-10 * abs(moments.mean) else { throw .constantRegressor }
    let mean = moments.mean
    guard deviation.isFinite else { throw .notFinite }
    center = mean
    scale = deviation
    values = given.map { ($0 - mean) / deviation }
    order = 2
  }
}

// MARK: - The fit

extension RegressionFrame {
  /// Returns the best fit over all starts.
  func fit(tail: Double, seed: UInt64) throws(ExpectedShortfallRegression.Failure) -> JointTailFit {
    let (start, heights) = startingLine(tail: tail)
    let scales = self.scales
    var wanted = Int((4 * tail * Double(losses.count)).rounded(.up)) + 60
    while true {
      let (order, count) = candidates(wanted, heights)
      let fit = bestFit(
        cells(order, candidates: count, scales: scales, tail: tail), start: start, seed: seed)
      // If a loss treated as covered lies above the line, more candidates are needed.
      let isCovering = order[count...].allSatisfy {
        losses[$0] <= fit?.quantile.value(at: quantile.values[$0]) ?? .infinity
      }
      if let fit, isCovering { return fit }
      guard count < losses.count else { throw .didNotConverge }
      wanted *= 4
    }
  }

  /// Returns a starting line near the quantile, and the heights by which losses are ranked as
  /// candidates above the line.
  ///
  /// Heights are multiples of a positive regressor, so that dates of low and high risk rank
  /// equally.
  private func startingLine(tail: Double) -> (line: LinePoint, heights: [Double]) {
    let x = quantile
    var heights = losses
    var isRatio = false
    if x.order == 2, x.values.allSatisfy({ x.given($0) > 0 }) {
      let ratios = losses.indices.map { (losses[$0] + origin) / x.given(x.values[$0]) }
      isRatio = ratios.allSatisfy(\.isFinite)
      if isRatio { heights = ratios }
    }
    var ascending = heights
    sortAscending(&ascending)
    let beyond = min(Int(tail * Double(losses.count)), losses.count - 1)
    let height = ascending[losses.count - 1 - beyond]
    let line =
      isRatio
      ? point(intercept: 0, slope: height, x) : LinePoint(constant: height, slope: 0)
    return (line, heights)
  }

  /// Returns the observations, starting with the given number of greatest heights in descending
  /// order.
  private func candidates(_ wanted: Int, _ heights: [Double]) -> (order: [Int], count: Int) {
    var ascending = heights
    sortAscending(&ascending)
    let least = ascending[max(0, heights.count - wanted)]
    let first = heights.indices.filter { heights[$0] >= least }
      .sorted { (heights[$0], $1) > (heights[$1], $0) }
    return (first + heights.indices.filter { heights[$0] < least }, first.count)
  }

  private func cells(
    _ order: [Int], candidates: Int, scales: [Double], tail: Double
  ) -> TailCells {
    TailCells(
      tail: tail, losses: order.prefix(candidates).map { losses[$0] },
      quantileRegressors: order.map { quantile.values[$0] },
      shortfallRegressors: order.map { shortfall.values[$0] },
      scales: order.map { scales[$0] }, weights: Array(repeating: 1, count: order.count),
      quantileOrder: quantile.order,
      shortfallOrder: shortfall.order)
  }

  /// σ up to a factor.
  ///
  /// The least-squares line of the absolute residuals from the least-squares line of the losses, in
  /// the regressor of the shortfall or else of the quantile, at least a tenth of its mean.
  var scales: [Double] {
    let x = shortfall.order == 2 ? shortfall.values : quantile.values
    let location = leastSquares(losses, x)
    let distances = losses.indices.map { abs(losses[$0] - location.value(at: x[$0])) }
    let line = leastSquares(distances, x)
    return x.map { max(line.value(at: $0), line.constant / 10) }
  }

  /// Fits y to an x that has mean zero and variance one, or is all zeros.
  private func leastSquares(_ y: [Double], _ x: [Double]) -> LinePoint {
    var (sum, products) = (0.0, 0.0)
    for (a, b) in zip(x, y) {
      sum += b
      products += a * b
    }
    let count = Double(y.count)
    return LinePoint(constant: sum / count, slope: products / (count - 1))
  }

  private func bestFit(_ cells: TailCells, start: LinePoint, seed: UInt64) -> JointTailFit? {
    var fit = JointTailFit(cells, startingAt: start)
    guard fit.start(), fit.descend(rounds: 50, tolerance: 1e-12) else { return nil }
    // With two constants the minimum is unique: an order statistic and a mean.
    guard cells.shortfallOrder == 2 else { return fit }
    var best = fit
    var least = fit.score
    let center = fit.quantile
    let error =
      abs(fit.shortfall.constant - center.constant)
      / (cells.tail * Double(cells.weights.count)).squareRoot()
    let stream = RandomStream(seed: seed, identifier: "expected-shortfall-regression")
    for k in 0 ..< UInt32(ExpectedShortfallRegression.restarts) {
      let line = LinePoint(
        constant: center.constant + error * stream.normal(path: k, step: 0),
        slope: cells.quantileOrder == 1
          ? 0 : center.slope + error * stream.normal(path: k, step: 1))
      guard fit.restart(at: line), fit.descend(rounds: 50, tolerance: 1e-12) else { continue }
      let score = fit.score
      if score < least { (best, least) = (fit, score) }
    }
    return best
  }
}
