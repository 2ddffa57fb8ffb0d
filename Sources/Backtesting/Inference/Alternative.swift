/// Which departures from the stated coverage count against the null hypothesis.
public enum Alternative: String, Hashable, Sendable, Codable, CaseIterable {
  /// Too many and too few exceedances alike: for models.
  case twoSided = "two-sided"
  /// Only more exceedances than 1 − c: for margins, where too few are a cost and not a fault.
  case greater
}
