internal import Statistics

/// The test of the pooled exceedance rate of a panel of instruments.
///
///     s = Σₜ yₜ,   yₜ = xₜ − p nₜ;     p-value by s* = Σ (yₜ* − ȳ) of resampled dates
///
/// xₜ of the nₜ instruments with a forecast are exceeded on date t. Whole dates are resampled in
/// blocks, which preserves cross-sectional dependence and clustering in time. A binomial count of
/// all forecasts would treat them as independent and reject far too often.
///
/// - SeeAlso: Politis and Romano (1994), *Journal of the American Statistical Association* 89(428),
///   1303–1313.
public struct PooledCoverageTest: Hashable, Sendable {
  /// The exceedances over the forecasts of the panel.
  public let rate: Double
  /// The p-value.
  ///
  /// Nil without an exceedance or for fewer than sixteen dates, where no sampling error can be
  /// estimated.
  public let pValue: Double?
  /// The mean block length, in dates; nil without a bootstrapped p-value.
  public let meanBlockLength: Double?

  /// Tests a panel at the tail probability p with a number of bootstrap draws.
  ///
  /// If `draws` is nil, the p-value is from the normal limit with a long-run variance. Nil for a
  /// panel without forecasts.
  public init?(
    _ panel: CoExceedances, tail p: Double, alternative: Alternative, draws: Int? = 999,
    seed: UInt64 = 1, identifier: String = ""
  ) {
    guard panel.forecasts > 0 else { return nil }
    rate = Double(panel.exceedances) / Double(panel.forecasts)
    let values = panel.days.map { Double($0.exceedances) - p * Double($0.forecasts) }
    guard panel.exceedances > 0, values.count >= 16,
      let variance = LongRunVariance(of: values), variance.value > 0
    else {
      pValue = nil
      meanBlockLength = nil
      return
    }
    guard let draws else {
      let z = variance.mean / variance.standardError
      pValue =
        alternative == .greater ? Normal.survival(of: z) : 2 * Normal.survival(of: abs(z))
      meanBlockLength = nil
      return
    }
    let bootstrap =
      StationaryBootstrap(blockLengthFor: values.span) ?? StationaryBootstrap(meanBlockLength: 1)
    let stream = RandomStream(seed: seed, identifier: "\(identifier) pooled")
    let centred = values.map { $0 - variance.mean }
    let observed = variance.mean * Double(values.count)
    var indices = [Int](repeating: 0, count: values.count)
    var atLeast = 0
    for draw in 0 ..< UInt32(draws) {
      var drawn = indices.mutableSpan
      bootstrap.fillIndices(
        sampleCount: values.count, from: stream, replication: draw, into: &drawn)
      var sum = 0.0
      for index in indices { sum += centred[index] }
      if alternative == .greater ? sum >= observed : abs(sum) >= abs(observed) { atLeast += 1 }
    }
    pValue = Double(1 + atLeast) / Double(draws + 1)
    meanBlockLength = bootstrap.meanBlockLength
  }
}
