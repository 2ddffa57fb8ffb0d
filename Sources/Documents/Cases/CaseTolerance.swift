internal import Policies
internal import Text

/// The tolerance of the fields of a recorded result: its class, its size and its reason.
///
/// ```toml
/// [[tolerance]]
/// fields = ["initialMargin", "maintenanceMargin"]
/// class = "platform"
/// absolute = 0.0005
/// reason = "one rounding step: the unrounded rate differs in its last digits"
/// ```
///
/// A number passes if |now − recorded| ≤ max(`absolute`, `relative` · |recorded|). Texts, truth
/// values and missing numbers pass only if they are equal. A number that is not finite never passes.
public struct CaseTolerance: Hashable, Sendable {
  /// Why a field may differ from its record.
  public enum Class: String, Hashable, Sendable, CaseIterable {
    /// It may not: every digit is compared.
    case exact
    /// Another processor, BLAS kernel or C library rounds differently.
    case platform
    /// The number is a Monte Carlo estimate with a sampling error.
    case monteCarlo = "monte-carlo"
    /// The field is printed when it moves, and never fails.
    case reported
  }

  /// The patterns of field names, such as `interval` or `tests.pValue`; `*` is any one name.
  public let fields: [String]
  /// The class.
  public let kind: Class
  /// The largest absolute difference, in the unit of the field; nil if none is stated.
  public let absolute: Double?
  /// The largest difference relative to the recorded number; nil if none is stated.
  public let relative: Double?
  /// The reason, for whoever reads a failure.
  public let reason: String

  package init(
    _ fields: [String], _ kind: Class, absolute: Double? = nil, relative: Double? = nil,
    reason: String
  ) {
    self.fields = fields
    self.kind = kind
    self.absolute = absolute
    self.relative = relative
    self.reason = reason
  }

  /// The largest difference from a recorded number that passes; infinite for a reported field.
  public func allowance(of recorded: Double) -> Double {
    kind == .reported ? .infinity : max(absolute ?? 0, (relative ?? 0) * abs(recorded))
  }

  /// Whether a number passes; one step of `absolute = 0.0005` does, as 0.113 after 0.1135, whatever
  /// the rounding of these decimals.
  public func allows(_ now: Double, after recorded: Double) -> Bool {
    guard now != recorded else { return true }
    let allowed = allowance(of: recorded)
    return abs(now - recorded) <= (allowed > 0 ? allowed + recorded.ulp + now.ulp : 0)
  }

  /// Whether a pattern of the tolerance is the end of a field's name.
  package func matches(_ field: some Sequence<String>) -> Bool {
    fields.contains { Self.matches($0, Array(field)) }
  }

  static func matches(_ pattern: String, _ field: [String]) -> Bool {
    let names = pattern.split(separator: ".", omittingEmptySubsequences: false)
    guard names.count <= field.count else { return false }
    return zip(names, field.suffix(names.count)).allSatisfy { $0 == "*" || $0 == $1 }
  }
}

/// The tolerances of a case, and the defaults for fields that it does not name.
public struct CaseTolerances: Hashable, Sendable {
  /// The tolerances of the case, in the order of the file; the last one that matches applies.
  public let stated: [CaseTolerance]

  package init(_ stated: [CaseTolerance]) { self.stated = stated }

  /// The tolerance of a field; `isCount` is whether the recorded value has no decimals.
  package func tolerance(of field: [String], isCount: Bool) -> CaseTolerance {
    stated.last { $0.matches(field) }
      ?? (isCount ? Self.counts : Self.defaults.last { $0.matches(field) } ?? Self.counts)
  }

  /// The patterns of the case that match no field.
  package func unmatched(among fields: Set<[String]>) -> [String] {
    stated.flatMap(\.fields).filter { pattern in
      !fields.contains { CaseTolerance.matches(pattern, $0) }
    }
  }

  private static let counts = CaseTolerance(
    ["*"], .exact, reason: "a count, a date, a word or a verdict")

  /// The tolerances that apply without one of the case, least specific first.
  package static let defaults = [
    CaseTolerance(
      ["*"], .platform, relative: 1e-9,
      reason: "sums are rounded in another order on another processor or BLAS kernel"),
    CaseTolerance(
      [
        "interval", "expectedShortfallInterval", "standardError",
        "expectedShortfallStandardError", "standardErrors.*", "hessianStandardErrors.*",
      ], .platform, relative: 1e-6,
      reason: "differences of a likelihood: without FMA an interval moves by 5.5e-8 of itself"),
    CaseTolerance(
      ["initialMargin", "maintenanceMargin", "maximumLeverage"], .exact,
      reason: "a published rate is rounded to the policy's step"),
  ]
}

extension CaseTolerance {
  /// Reads a table of a case file that has no fault.
  init(_ table: JSON) {
    self.init(
      table["fields"]?.elements?.compactMap(\.string) ?? [],
      table["class"]?.string.flatMap(Class.init) ?? .exact, absolute: table["absolute"]?.double,
      relative: table["relative"]?.double, reason: table["reason"]?.string ?? "")
  }

  /// The contradictions of a table, such as an exact tolerance with a size.
  static func faults(in table: JSON, at path: DocumentPath) -> [KeyFault] {
    let sizes = ["absolute", "relative"].filter { table[$0] != nil }
    var faults: [KeyFault] = []
    if let text = table["reason"]?.string, text.allSatisfy(\.isWhitespace) {
      faults.append(
        KeyFault(
          path: path.appending("reason"), problem: "is empty",
          remedy: "write why the field may move, and why by this much"))
    }
    if table["fields"]?.elements?.isEmpty == true {
      faults.append(
        KeyFault(
          path: path.appending("fields"), problem: "is empty",
          remedy: "write fields = [\"valueAtRisk\"]"))
    }
    switch table["class"]?.string.flatMap(Class.init) {
    case .platform?, .monteCarlo?:
      if sizes.isEmpty {
        faults.append(
          KeyFault(
            path: path, isOfKey: true, problem: "has neither absolute nor relative",
            remedy: "add one, such as relative = 1e-6"))
      }
    case .exact?, .reported?:
      faults += sizes.map {
        KeyFault(
          path: path.appending($0), isOfKey: true,
          problem: "has no effect in the class \"\(table["class"]?.string ?? "")\"",
          remedy: "remove it, or write class = \"platform\" or \"monte-carlo\"")
      }
    case nil: break
    }
    return faults
  }
}
