/// A choice of instruments by name and by membership.
///
/// A name is exact, or contains `*`, which stands for any letters: `NG*` is every instrument whose
/// name begins with `NG`.
public struct InstrumentSelection: Hashable, Sendable {
  /// The names and patterns.
  public let names: [String]
  /// The instruments chosen otherwise, such as those of a product group.
  public let members: Set<InstrumentID>

  /// A choice by names and patterns, and of members.
  public init(names: [String], members: Set<InstrumentID> = []) {
    self.names = names
    self.members = members
  }

  /// Whether the instrument is chosen.
  public func contains(_ instrument: InstrumentID) -> Bool {
    members.contains(instrument)
      || names.contains { Self.matches(instrument.rawValue[...], $0[...]) }
  }

  /// Whether a name fits a pattern from end to end.
  private static func matches(_ name: Substring, _ pattern: Substring) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return name == pattern
    }
    guard name.hasPrefix(first), name.dropFirst(first.count).hasSuffix(last) else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    // The leftmost position of each inner part leaves the most for those after it.
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
