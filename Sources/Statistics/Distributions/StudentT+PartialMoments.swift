import Glibc

extension StudentT: ContinuousDistribution {
  /// The quantile x with P(T > x) = tail, without forming 1 − tail.
  public func upperQuantile(beyond tail: Double) -> Double { -quantile(of: tail) }
}

// Both moments follow from d/dx (1 + x²/ν)f(x) = −x f(x)(ν − 1)/ν.
extension StudentT {
  /// The partial mean E[T 1(T > x)] = ν/(ν − 1) · (1 + x²/ν)·f(x), for ν > 1.
  func upperPartialMean(beyond x: Double) -> Double {
    degreesOfFreedom / (degreesOfFreedom - 1) * liftedDensity(at: x)
  }

  /// The partial second moment E[T² 1(T > x)] in units of the variance, for ν > 2 and x ≥ 0.
  ///
  ///     E[T² 1(T > x)]·(ν − 2)/ν = P(T > x) + x(1 + x²/ν)·f(x)
  func upperUnitSecondMoment(beyond x: Double) -> Double {
    x.isInfinite ? 0 : survival(of: x) + x * liftedDensity(at: x)
  }
}
