/// The published rate that the policy's confidence level is for.
///
/// A position may sit just above maintenance without being called, so the maintenance rate is
/// what protects against a default unless a policy says otherwise.
public enum CoveredRate: String, Hashable, Sendable, Codable, CaseIterable {
  /// The maintenance rate covers; the initial rate is a multiple of it.
  case maintenance
  /// The initial rate covers; the maintenance rate is a fraction of it.
  case initial
  /// One requirement is both rates, as clearing regulation has it.
  case both
}

/// Whether the two sides of an instrument publish their own rates.
public enum SideRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each side publishes its own rate.
  case separate
  /// Both sides publish the larger of the two.
  case larger
}

/// The rate that no step of a policy may go below.
public enum HardMinimum: String, Hashable, Sendable, Codable, CaseIterable {
  /// The `model` line: regulated policies may not publish less than they calculated.
  case calculatedRate = "calculated-rate"
  /// None; days below the calculated rate are flagged `below-calculated`.
  case none
}
