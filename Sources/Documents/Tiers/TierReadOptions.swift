public import Margin

/// How a file of brackets is read.
public struct TierReadOptions: Hashable, Sendable {
  /// The shape, or nil to find it out.
  public var format: TierFormat?
  /// What is no fault.
  public var allowance = TierTable.Allowance.none
  /// Whether tiers are put in order and gaps closed.
  public var repair = Repair.refused
  /// How rates add up where the file does not say.
  public var rule = TierRule.marginal

  /// Whether a faulty table is mended.
  public enum Repair: Hashable, Sendable { case refused, asked }

  /// Reading of a file that is right.
  public init() {}
}
