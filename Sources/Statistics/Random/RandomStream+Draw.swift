extension RandomStream {
  /// Returns a draw from `distribution` by inversion of the uniform at the given address.
  ///
  /// The draw increases with the uniform, so draws from two distributions at one address are
  /// comonotonic.
  public func draw(
    from distribution: some ContinuousDistribution, path: UInt32, step: UInt32
  ) -> Double {
    distribution.quantile(of: uniform(path: path, step: step))
  }
}
