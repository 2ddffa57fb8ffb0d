/// Which departures from the stated coverage count against the null hypothesis.
public enum Alternative: String, Hashable, Sendable, Codable, CaseIterable {
  /// Both too many and too few exceedances; for models.
  case twoSided = "two-sided"
  /// Only more exceedances than 1 − c; for margins, where too few are a cost but not a failure.
  case greater
}
