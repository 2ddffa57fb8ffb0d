/// How a p-value accounts for overlapping losses.
public enum OverlapTreatment: String, Hashable, Sendable, Codable, CaseIterable {
  /// It uses every h-th forecast only.
  case nonOverlappingBlocks = "non-overlapping-blocks"
}
