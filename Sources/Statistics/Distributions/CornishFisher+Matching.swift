extension CornishFisher {
  /// Returns the distribution with the given skewness and excess kurtosis, or nil without
  /// convergence.
  ///
  /// Newton's method on (S, K) with step halving. On the domain of validity the determinant of the
  /// Jacobian is at least one and kurtosis increases with K, so the solution there is unique; it
  /// takes
  /// about six steps. A solution may also lie outside that domain: see ``isMonotone``.
  ///
  /// - SeeAlso: Maillard (2012), *A User's Guide to the Cornish Fisher Expansion*, section 4.
  public static func matching(skewness: Double, excessKurtosis: Double) -> CornishFisher? {
    guard skewness.isFinite, excessKurtosis.isFinite, excessKurtosis > -2 else { return nil }
    let target = MomentTarget(skewness: skewness, excessKurtosis: excessKurtosis)
    // At S = 0 the kurtosis is about K + 0.55K², and the skewness about S(1 + K/4).
    let k = ((1 + 2.2 * max(0, excessKurtosis)).squareRoot() - 1) / 1.1
    var distribution = CornishFisher(
      skewnessParameter: skewness / (1 + k / 4), kurtosisParameter: k)
    var gap = target.gap(of: distribution)
    for _ in 0 ..< 50 {
      if gap.size < 1e-14 { return distribution }
      guard let step = target.step(from: distribution, closing: gap) else { return nil }
      var share = 1.0
      while true {
        let next = CornishFisher(
          skewnessParameter: distribution.skewnessParameter + share * step.s,
          kurtosisParameter: distribution.kurtosisParameter + share * step.k)
        let nextGap = target.gap(of: next)
        if nextGap.size < gap.size {
          (distribution, gap) = (next, nextGap)
          break
        }
        share /= 2
        // Either only rounding error is left, or the search has stalled.
        if share < 1e-6 { return gap.size < 1e-10 ? distribution : nil }
      }
    }
    return nil
  }
}

/// The target moments, and the distance of a distribution from them.
private struct MomentTarget {
  let skewness: Double
  let excessKurtosis: Double

  struct Gap {
    let skewness: Double
    let kurtosis: Double
    /// The larger of the two gaps, relative to the target.
    let size: Double
  }

  func gap(of distribution: CornishFisher) -> Gap {
    let first = distribution.skewness - skewness
    let second = distribution.excessKurtosis - excessKurtosis
    let size = max(abs(first) / (1 + abs(skewness)), abs(second) / (1 + abs(excessKurtosis)))
    return Gap(skewness: first, kurtosis: second, size: size.isFinite ? size : .infinity)
  }

  /// Newton's step, with a Jacobian from central differences.
  func step(from distribution: CornishFisher, closing gap: Gap) -> (s: Double, k: Double)? {
    let width = 1e-5
    func moved(_ s: Double, _ k: Double) -> Gap {
      self.gap(
        of: CornishFisher(
          skewnessParameter: distribution.skewnessParameter + s,
          kurtosisParameter: distribution.kurtosisParameter + k
        ))
    }
    let (right, left) = (moved(width, 0), moved(-width, 0))
    let (up, down) = (moved(0, width), moved(0, -width))
    let a = (right.skewness - left.skewness) / (2 * width)
    let b = (up.skewness - down.skewness) / (2 * width)
    let c = (right.kurtosis - left.kurtosis) / (2 * width)
    let d = (up.kurtosis - down.kurtosis) / (2 * width)
    let determinant = a * d - b * c
    guard determinant.isFinite, abs(determinant) > 1e-12 else { return nil }
    return (
      (b * gap.kurtosis - d * gap.skewness) / determinant,
      (c * gap.skewness - a * gap.kurtosis) / determinant
    )
  }
}
