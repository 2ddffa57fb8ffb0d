public import Margin

/// Options for reading a tier file.
public struct TierReadOptions: Hashable, Sendable {
  /// The format, or nil to detect it.
  public var format: TierFormat?
  /// The deviations to accept.
  public var allowance = TierTable.Allowance.none
  /// Whether to sort tiers and close gaps.
  public var repair = Repair.refused
  /// The tier rule if the file does not state it.
  public var rule = TierRule.marginal

  /// Whether a faulty table is repaired.
  public enum Repair: Hashable, Sendable { case refused, asked }

  /// The default options, which accept only valid files.
  public init() {}
}
