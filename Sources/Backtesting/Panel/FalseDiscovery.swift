/// Multiple-testing adjustments of p-values and e-values that control the false discovery rate.
///
/// Exceedances of instruments are dependent, so the default allows any dependence.
///
/// - SeeAlso: Benjamini and Hochberg (1995), *Journal of the Royal Statistical Society B* 57(1),
///   289–300; Benjamini and Yekutieli (2001), *Annals of Statistics* 29(4), 1165–1188; Wang and
///   Ramdas (2022), *Journal of the Royal Statistical Society B* 84(3), 822–852.
public enum FalseDiscovery {
  /// The assumed dependence between p-values.
  public enum Dependence: String, Hashable, Sendable, CaseIterable {
    /// Any dependence (Benjamini and Yekutieli).
    case any
    /// Independence or positive dependence (Benjamini and Hochberg).
    case positive
  }

  /// Returns adjusted p-values: rejecting those at most α keeps the false discovery rate ≤ α.
  ///
  ///     min(1, min over j ≥ i of  p₍ⱼ₎ (m/j) cₘ),   cₘ = Σ 1/k for any dependence, 1 for positive
  ///
  /// Nil denotes a test without a p-value: it is not counted and stays nil.
  public static func adjusted(
    _ pValues: [Double?], under dependence: Dependence = .any
  ) -> [Double?] {
    let indices = pValues.indices.filter { pValues[$0] != nil }
      .sorted { (pValues[$0] ?? 1, $0) < (pValues[$1] ?? 1, $1) }
    let m = Double(indices.count)
    var factor = 1.0
    if dependence == .any {
      factor = indices.isEmpty ? 1 : (1 ... indices.count).reduce(0) { $0 + 1 / Double($1) }
    }
    var adjusted = [Double?](repeating: nil, count: pValues.count)
    var least = 1.0
    for (rank, index) in indices.enumerated().reversed() {
      least = min(least, (pValues[index] ?? 1) * m / Double(rank + 1) * factor)
      adjusted[index] = least
    }
    return adjusted
  }

  /// Returns which e-values e-BH rejects at level α, under any dependence.
  ///
  /// It rejects the k largest, k the greatest for which the k-th largest is at least m/(kα); nils
  /// are not counted.
  public static func rejected(eValues: [Double?], at significance: Double) -> [Bool] {
    let indices = eValues.indices.filter { eValues[$0] != nil }
      .sorted { (eValues[$1] ?? 0, $0) < (eValues[$0] ?? 0, $1) }
    var rejected = [Bool](repeating: false, count: eValues.count)
    let last = indices.indices.last { rank in
      (eValues[indices[rank]] ?? 0)
        >= Double(indices.count) / (Double(rank + 1) * significance)
    }
    if let last { for index in indices[...last] { rejected[index] = true } }
    return rejected
  }
}
