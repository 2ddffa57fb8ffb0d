internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// A finding about two schedules, such as a reason why they are not comparable.
public struct ComparisonFinding: Hashable, Sendable {
  /// The subject: an instrument and side, a file, or the policy.
  public let subject: String
  /// The stable code, for programs.
  public let code: String
  /// The message, for people.
  public let message: String
  /// Whether the finding makes the numbers incomparable.
  public let spoilsComparison: Bool

  static func all(
    from old: ScheduleFile, to new: ScheduleFile, _ changes: [ComparedMargin]
  ) -> [ComparisonFinding] {
    files(old, new) + policies(old, new) + changes.flatMap { margins($0, old: old, new: new) }
      + failures(new)
  }

  // MARK: - Whole files

  private static func files(_ old: ScheduleFile, _ new: ScheduleFile) -> [ComparisonFinding] {
    var findings: [ComparisonFinding] = []
    if old.sha256 == new.sha256, old.asOf == new.asOf {
      findings.append(
        note(new.path, "same-schedule", "the two files are identical"))
    }
    if let before = old.asOf, let after = new.asOf, after < before {
      findings.append(
        note(
          new.path, "dates-reversed",
          "the new schedule is as of \(after), earlier than the old one of \(before)"))
    }
    for file in [old, new] where file.terms == nil {
      findings.append(
        note(
          file.path, "terms-unknown",
          "CSV contains no policy, measure or steps, so comparability cannot be checked; "
            + "compare schedules in JSON"))
    }
    return findings
  }

  private static func failures(_ new: ScheduleFile) -> [ComparisonFinding] {
    new.failures.map { failure in
      let side = failure.side.map { " " + $0.rawValue } ?? ""
      return note(
        (failure.instrument ?? new.path) + side, "no-new-margin",
        "the new schedule has no margin: \(failure.message)")
    }
  }

  // MARK: - Policies

  private static func policies(_ old: ScheduleFile, _ new: ScheduleFile) -> [ComparisonFinding] {
    guard let before = old.terms, let after = new.terms else { return [] }
    var findings: [ComparisonFinding] = []
    let (version, earlier) = (after.provenance.version, before.provenance.version)
    if version != earlier {
      findings.append(
        spoiling("program", "different-version", "version \(version), before \(earlier)"))
    }
    let oldKeys = before.policy.leaves()
    let newKeys = after.policy.leaves()
    let sameModel = before.model == after.model
    if !sameModel {
      findings.append(
        spoiling(
          "policy", "different-model",
          "model \(after.model ?? "unknown"), before \(before.model ?? "unknown")"))
    }
    let keys = Set(oldKeys.keys).union(newKeys.keys).sorted { $0.text < $1.text }
    for key in keys where oldKeys[key] != newKeys[key] {
      if !sameModel, key.text.hasPrefix("model.") { continue }
      findings.append(
        spoiling(
          "policy", "different-policy",
          "\(key) = \(newKeys[key] ?? "absent"), before \(oldKeys[key] ?? "absent")"))
    }
    return findings
  }

  // MARK: - One margin

  private static func margins(
    _ compared: ComparedMargin, old: ScheduleFile, new: ScheduleFile
  ) -> [ComparisonFinding] {
    let (before, after) = (compared.old, compared.new)
    let subject = "\(after.instrument) \(after.side.rawValue)"
    var findings: [ComparisonFinding] = []
    func compare(_ code: String, _ noun: String, _ old: String?, _ new: String?) {
      guard let old, let new, old != new else { return }
      findings.append(spoiling(subject, code, "\(noun) \(new), before \(old)"))
    }
    compare("different-level", "level", before.level?.description, after.level?.description)
    if let old = before.periodOfRisk, let new = after.periodOfRisk {
      compare("different-horizon", "margin period of risk", old.description, new.description)
    }
    if before.periodOfRisk == nil || after.periodOfRisk == nil
      || before.periodOfRisk == after.periodOfRisk
    {
      compare(
        "different-horizon", "horizon in bars", before.horizonBars?.description,
        after.horizonBars?.description)
    }
    compare("different-measure", "measure", before.measure, after.measure)
    compare(
      "different-quantile-convention", "sample quantile convention", before.quantileConvention,
      after.quantileConvention)
    if after.rates.initial == after.rates.maintenance, compared.change.hasMoved {
      findings.append(
        note(
          subject, "one-rate",
          "initial and maintenance margin are one rate, as in clearing: positions counted as liquidated are called "
            + "first if the rules allow time"))
    }
    for (margin, file) in [(before, old), (after, new)] {
      guard let date = margin.asOf, let latest = file.asOf, date < latest else { continue }
      findings.append(
        note(
          subject, "older-margin", "as of \(date) in \(file.path), which is as of \(latest)"))
    }
    return findings
  }

  private static func note(_ subject: String, _ code: String, _ message: String) -> Self {
    ComparisonFinding(subject: subject, code: code, message: message, spoilsComparison: false)
  }

  private static func spoiling(_ subject: String, _ code: String, _ message: String) -> Self {
    ComparisonFinding(subject: subject, code: code, message: message, spoilsComparison: true)
  }
}
