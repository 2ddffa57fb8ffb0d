/// A comparison of two tier tables of a symbol over the tiers of both.
public struct TierComparison: Hashable, Sendable {
  /// A range of notional within one tier of each table.
  public struct Segment: Hashable, Sendable {
    /// The lower end, excluded.
    public let floor: DecimalNumber
    /// The upper end, included; nil if both tables are unbounded.
    public let cap: DecimalNumber?
    /// The tier of the old table; nil beyond its last cap.
    public let old: Tier?
    /// The tier of the new table; nil beyond its last cap.
    public let new: Tier?
    /// The margin at the upper end by the old table; nil if unbounded or beyond its last cap.
    public let oldMargin: DecimalNumber?
    /// The margin at the upper end by the new table; nil if unbounded or beyond its last cap.
    public let newMargin: DecimalNumber?
  }

  /// The segments in ascending order, from zero.
  public let segments: [Segment]

  /// Compares two tables with the same notional unit.
  public init(from old: TierTable, to new: TierTable) {
    precondition(old.unit == new.unit, "\(old.unit) is compared with \(new.unit)")
    let caps = Set((old.tiers + new.tiers).compactMap(\.cap)).sorted()
    let isOpen = [old, new].contains { $0.tiers.last?.cap == nil }
    var found: [Segment] = []
    for cap in caps.map(Optional.some) + (isOpen ? [nil] : []) {
      func tier(of table: TierTable) -> Tier? {
        cap.map { cap in table.index(of: cap).map { table.tiers[$0] } }
          ?? table.tiers.last { $0.cap == nil }
      }
      found.append(
        Segment(
          floor: found.last?.cap ?? .zero, cap: cap, old: tier(of: old), new: tier(of: new),
          oldMargin: cap.flatMap { try? old.maintenanceMargin(of: $0) },
          newMargin: cap.flatMap { try? new.maintenanceMargin(of: $0) }))
    }
    segments = found
  }
}
