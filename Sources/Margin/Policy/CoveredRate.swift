/// The published rate that the policy's confidence level applies to.
///
/// A position may be held just above maintenance without a margin call, so the maintenance rate
/// protects against default unless the policy says otherwise.
public enum CoveredRate: String, Hashable, Sendable, Codable, CaseIterable {
  /// The level applies to the maintenance rate; the initial rate is a multiple of it.
  case maintenance
  /// The level applies to the initial rate; the maintenance rate is a fraction of it.
  case initial
  /// One requirement is both rates, as in clearing regulation.
  case both
}

/// Whether the long and the short side publish separate rates.
public enum SideRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each side publishes its own rate.
  case separate
  /// Both sides publish the larger of the two.
  case larger
}

/// The lower bound that no step of a policy may undercut.
public enum HardMinimum: String, Hashable, Sendable, Codable, CaseIterable {
  /// The `model` line, below which presets of a rule book do not publish: this package's reading.
  case calculatedRate = "calculated-rate"
  /// No bound; dates below the calculated rate carry the warning `below-calculated`.
  case none
}
