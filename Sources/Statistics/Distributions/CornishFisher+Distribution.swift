internal import Glibc

extension CornishFisher {
  /// Returns the quantile of X at `probability`: g(zₚ) where g is increasing, else its
  /// rearrangement.
  ///
  /// `probability` is in (0, ½]; for the upper tail use ``mirrored``.
  public func quantile(of probability: Double) -> Double {
    precondition(probability > 0 && probability <= 0.5, "Lower tail of \(probability)")
    if isMonotone { return value(at: Normal.quantile(of: probability)) }
    var low = extremes.min() ?? 0
    var high = extremes.max() ?? 0
    // Bisection down to adjacent doubles, because the distribution function has kinks.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if cumulativeProbability(of: middle) < probability { low = middle } else { high = middle }
    }
  }

  /// Returns E[X | X in its lowest `probability` mass], in closed form.
  ///
  ///     −φ(z)/p · (b₁ + b₂z + b₃(z² − 1)),   z = zₚ
  ///
  /// since ∫₍₋∞₎ᶻ Hₙφ = −Hₙ₋₁(z)φ(z); a rearranged distribution has one such term for each end of
  /// {g ≤ q}.
  public func lowerTailMean(below probability: Double) -> Double {
    if isMonotone {
      return -boundary(Normal.quantile(of: probability)) / probability
    }
    let q = quantile(of: probability)
    var sum = 0.0
    var mass = 0.0
    for part in lowerParts(of: q) {
      sum += boundary(part.lower) - boundary(part.upper)
      mass += part.probability
    }
    // The quantile is rounded, so any missing mass is placed at the quantile.
    return (sum + (probability - mass) * q) / probability
  }

  /// The cumulative probability P(X ≤ x).
  public func cumulativeProbability(of x: Double) -> Double {
    min(1, lowerParts(of: x).reduce(0) { $0 + $1.probability })
  }

  /// ln Σ φ(z)/|g′(z)| over the z with g(z) = x.
  public func logDensity(at x: Double) -> Double {
    let ends = lowerParts(of: x).flatMap { [$0.lower, $0.upper] }.filter { abs($0) < Self.reach }
    let sum = ends.reduce(0) { $0 + Normal.density(at: $1) / abs(slope(at: $1)) }
    return log(sum)
  }

  // MARK: - The set where g is below a value

  /// Standard deviations beyond which a normal probability underflows a double.
  private static let reach = 38.0

  /// φ(z)(b₁H₀ + b₂H₁ + b₃H₂)(z), zero at both infinities.
  private func boundary(_ z: Double) -> Double {
    Normal.density(at: z) * (b1 + b2 * z + b3 * (z * z - 1))
  }

  private struct Part {
    let lower: Double
    let upper: Double

    var probability: Double {
      lower < 0
        ? Normal.cumulativeProbability(of: upper) - Normal.cumulativeProbability(of: lower)
        : Normal.survival(of: lower) - Normal.survival(of: upper)
    }
  }

  /// The turning points of g in ascending order: none, one or two.
  private var turns: [Double] {
    let (a, b, c) = (3 * b3, b2, b1 - 3 * b3)
    let discriminant = b * b - a * c
    guard discriminant > 0 else { return [] }
    // The root larger in magnitude first, the other from the product, to avoid cancellation.
    let q = -(b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
    let roots = a == 0 ? [c / q] : (q == 0 ? [0] : [q / a, c / q])
    return roots.filter { abs($0) < Self.reach }.sorted()
  }

  private var extremes: [Double] {
    ([-Self.reach, Self.reach] + turns).map { value(at: $0) }
  }

  /// The disjoint intervals of z on which g(z) ≤ x, in ascending order.
  private func lowerParts(of x: Double) -> [Part] {
    let ends = [-Self.reach] + turns + [Self.reach]
    var parts: [Part] = []
    func add(from lower: Double, to upper: Double) {
      if let last = parts.last, last.upper == lower {
        parts[parts.count - 1] = Part(lower: last.lower, upper: upper)
      } else {
        parts.append(Part(lower: lower, upper: upper))
      }
    }
    for (from, to) in zip(ends, ends.dropFirst()) {
      let (first, last) = (value(at: from), value(at: to))
      if max(first, last) <= x {
        add(from: from, to: to)
      } else if min(first, last) <= x {
        let z = crossing(of: x, from: from, to: to, rises: first < last)
        if first < last { add(from: from, to: z) } else { add(from: z, to: to) }
      }
    }
    return parts
  }

  /// Solves g(z) = x between two points, by Newton steps safeguarded by bisection.
  private func crossing(of x: Double, from: Double, to: Double, rises: Bool) -> Double {
    var (low, high) = (from, to)
    var z = low + (high - low) / 2
    for _ in 0 ..< 200 {
      let gap = value(at: z) - x
      if gap == 0 { return z }
      if (gap < 0) == rises { low = z } else { high = z }
      let newton = z - gap / slope(at: z)
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if next == z || high - low <= 4 * max(abs(low), abs(high)).ulp { return next }
      z = next
    }
    return z
  }
}
