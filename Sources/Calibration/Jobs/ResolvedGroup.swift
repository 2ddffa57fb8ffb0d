internal import Documents
internal import Forecasting
internal import Margin
public import MarketData
public import Policies
public import Scheduling
internal import Text

/// A group of a policy file with the settings of its instruments.
public struct ResolvedGroup: Sendable {
  /// The name of the group.
  public let name: String
  /// The instruments of the group.
  public let instruments: InstrumentSelection
  /// The job under the configuration of the group, which has no groups itself.
  public let job: ResolvedJob
}

extension ResolvedJob {
  /// The group of an instrument: the first in file order that contains it; nil for none.
  public func group(of instrument: InstrumentID) -> ResolvedGroup? {
    groups.first { $0.instruments.contains(instrument) }
  }

  /// The job under the settings that apply to an instrument.
  public func job(for instrument: InstrumentID) -> ResolvedJob {
    group(of: instrument)?.job ?? self
  }

  /// The plan that applies to an instrument.
  public func plan(for instrument: InstrumentID) -> CalibrationPlan { job(for: instrument).plan }
}

extension CalibrationConfiguration {
  /// The configuration that applies to an instrument, given the contract facts of a run.
  public func configuration(
    for instrument: InstrumentID, _ facts: ContractFacts?
  ) -> CalibrationConfiguration {
    groups.first { $0.selection(in: facts).contains(instrument) }?.configuration ?? self
  }
}

// MARK: - Parts

extension LoadedJob {
  /// The job split by the groups of its policy, and of other policies: the instruments of a part
  /// are in the same groups.
  ///
  /// A part has the settings of its group, and its context shows them.
  public func parts(besides others: [ResolvedJob] = []) -> [LoadedJob] {
    let jobs = [resolved] + others
    guard !histories.isEmpty, jobs.contains(where: { !$0.groups.isEmpty }) else { return [self] }
    let members = Dictionary(grouping: histories.map(\.instrument)) { instrument in
      jobs.map { $0.group(of: instrument)?.name }
    }
    return members.values.sorted { $0[0] < $1[0] }.map { instruments in
      restricted(under: resolved.group(of: instruments[0])?.job ?? resolved.alone, Set(instruments))
    }
  }

  /// The part that holds an instrument.
  public func job(of instrument: InstrumentID) -> LoadedJob {
    guard let group = resolved.group(of: instrument) else { return self }
    return restricted(under: group.job, [instrument])
  }

  private func restricted(under job: ResolvedJob, _ instruments: Set<InstrumentID>) -> LoadedJob {
    LoadedJob(
      resolved: job, histories: keeping(instruments).histories,
      context: context.under(job.policy.configuration))
  }
}

extension RunContext {
  /// The context with another configuration.
  fileprivate func under(_ configuration: CalibrationConfiguration) -> RunContext {
    var context = self
    context.configurationJSON = configuration.canonicalJSON
    context.provenance.configurationHash = SHA256.hexadecimal(of: context.configurationJSON)
    return context
  }
}

extension Sequence {
  /// The elements by instrument, those of one instrument in their order.
  func ordered(by instrument: (Element) -> InstrumentID) -> [Element] {
    let groups = Dictionary(grouping: self, by: instrument)
    return groups.keys.sorted().flatMap { groups[$0] ?? [] }
  }
}

// MARK: - Names

extension ResolvedJob {
  /// A warning for each name of the policy that matches none of the instruments, and for each row of
  /// the contract facts that is near one of them; one for all other rows.
  func unmatchedNames(among instruments: [InstrumentID]) -> [MarginWarning] {
    let names = instruments.map(\.rawValue)
    let facts = job.contracts?.facts
    var warnings: [MarginWarning] = []
    func warn(_ message: String) {
      warnings.append(MarginWarning(code: "unmatched-name", message: message))
    }
    func warn(_ place: String, _ name: String, _ remedy: String) {
      warn("\(place): \"\(name)\" matches no instrument of the input\(remedy)")
    }
    for (path, name) in policy.configuration.instrumentNames
    where !instruments.contains(where: InstrumentSelection(names: [name]).contains) {
      warn(path.text, name, NearestName.question(for: name, among: names))
    }
    let productGroups = Set(facts?.terms.values.compactMap(\.group) ?? []).sorted()
    for (index, group) in policy.configuration.groups.enumerated() {
      guard let name = group.productGroup,
        group.members(in: facts).isDisjoint(with: instruments)
      else { continue }
      warn(
        "group[\(index + 1)].product-group", name,
        facts == nil
          ? "; state product groups with --instruments"
          : productGroups.contains(name)
            ? "" : NearestName.question(for: name, among: productGroups))
    }
    guard let facts else { return warnings }
    let present = Set(instruments)
    let absent = facts.rows.filter { !present.contains($0.instrument) }
    var others: [String] = []
    for row in absent {
      let name = row.instrument.rawValue
      // A long list of other contracts is not one of misspellings.
      let question = absent.count > 100 ? "" : NearestName.question(for: name, among: names)
      if question.isEmpty {
        others.append(name)
      } else {
        warn("\(facts.path), line \(row.line)", name, question)
      }
    }
    if let first = others.first {
      let rest = others.count > 1 ? " and \(others.count - 1) more" : ""
      warn("\(facts.path): no prices of \(first)\(rest) in the input")
    }
    return warnings
  }
}
