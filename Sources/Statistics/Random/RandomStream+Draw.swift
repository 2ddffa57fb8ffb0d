extension RandomStream {
  /// A draw from `distribution` by inversion: its quantile of the uniform at that address.
  ///
  /// The draw rises with the uniform, so draws of two distributions at one address move together.
  public func draw(
    from distribution: some ContinuousDistribution, path: UInt32, step: UInt32
  ) -> Double {
    distribution.quantile(of: uniform(path: path, step: step))
  }
}
