/// Two tables of a symbol set side by side over the brackets of either.
public struct TierComparison: Hashable, Sendable {
  /// A range of notional within one bracket of each table.
  public struct Segment: Hashable, Sendable {
    /// Where it begins, not included.
    public let floor: DecimalNumber
    /// Where it ends, included; nil where neither table has an end.
    public let cap: DecimalNumber?
    /// The bracket of the old table; nil beyond its last cap.
    public let old: Tier?
    /// The bracket of the new table; nil beyond its last cap.
    public let new: Tier?
    /// The margin at the end by the old table; nil without an end or beyond its last cap.
    public let oldMargin: DecimalNumber?
    /// The margin at the end by the new table; nil without an end or beyond its last cap.
    public let newMargin: DecimalNumber?
  }

  /// In ascending order, from zero.
  public let segments: [Segment]

  /// The comparison of two tables that count in the same unit.
  public init(from old: TierTable, to new: TierTable) {
    precondition(old.unit == new.unit, "\(old.unit) is compared with \(new.unit)")
    let caps = Set((old.tiers + new.tiers).compactMap(\.cap)).sorted()
    let isOpen = [old, new].contains { $0.tiers.last?.cap == nil }
    var found: [Segment] = []
    for cap in caps.map(Optional.some) + (isOpen ? [nil] : []) {
      func bracket(_ table: TierTable) -> Tier? {
        cap.map { cap in table.index(of: cap).map { table.tiers[$0] } }
          ?? table.tiers.last { $0.cap == nil }
      }
      found.append(
        Segment(
          floor: found.last?.cap ?? .zero, cap: cap, old: bracket(old), new: bracket(new),
          oldMargin: cap.flatMap { try? old.maintenanceMargin(of: $0) },
          newMargin: cap.flatMap { try? new.maintenanceMargin(of: $0) }))
    }
    segments = found
  }
}
