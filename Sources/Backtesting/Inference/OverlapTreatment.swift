/// What a p-value does about losses that share bars with their neighbours.
public enum OverlapTreatment: String, Hashable, Sendable, Codable, CaseIterable {
  /// It is that of every h-th forecast alone.
  case nonOverlappingBlocks = "non-overlapping-blocks"
}
