internal import Policies
internal import Text

/// The policies of all combinations of a space, each once.
struct TuneGrid {
  /// The policies, in the order of the combinations.
  private(set) var candidates: [TuneCandidate] = []
  /// The number of combinations whose values are inconsistent with each other.
  private(set) var refused = 0
  /// The number of combinations that resolve to the policy of an earlier one.
  private(set) var repeated = 0

  /// Resolves every combination.
  ///
  /// - Throws: `InputError` for an invalid key or value, and for values of a file that contradict the
  ///   policy: no combination with them has them.
  init(_ search: TuneSearch) throws(InputError) {
    let space = search.space
    var uses = ValueUses(space)
    var seen: Set<String> = []
    for number in 0 ..< space.count {
      let values = space.combination(number)
      do throws(PolicyFault) {
        let candidate = try search.candidate(values)
        uses.record(number, candidate)
        if seen.insert(candidate.key).inserted {
          candidates.append(candidate)
        } else {
          repeated += 1
        }
      } catch {
        switch error {
        case .invalid(let fault): throw space.error(fault, in: number)
        case .inconsistent(let fault): uses.record(number, fault)
        }
        refused += 1
      }
    }
    try uses.refuseContradictions(of: search.base)
  }
}

/// How often each value of a space is what the policy resolves to.
private struct ValueUses {
  private enum Otherwise {
    case resolved(JSON?)
    case fault(KeyFault)
  }

  private let space: TuneSpace
  private var taken: [[Bool]]
  private var otherwise: [[Otherwise?]]

  init(_ space: TuneSpace) {
    self.space = space
    taken = space.dimensions.map { $0.values.map { _ in false } }
    otherwise = space.dimensions.map { $0.values.map { _ in nil } }
  }

  mutating func record(_ number: Int, _ candidate: TuneCandidate) {
    for (dimension, value) in space.indices(number).enumerated() {
      let resolved = candidate.values[dimension]
      if space.dimensions[dimension].values[value] == resolved {
        taken[dimension][value] = true
      } else if otherwise[dimension][value] == nil {
        otherwise[dimension][value] = .resolved(resolved)
      }
    }
  }

  mutating func record(_ number: Int, _ fault: KeyFault) {
    for (dimension, value) in space.indices(number).enumerated() {
      otherwise[dimension][value] = otherwise[dimension][value] ?? .fault(fault)
    }
  }

  /// Rejects the values that no combination has.
  func refuseContradictions(of base: CalibrationConfiguration) throws(InputError) {
    guard let document = space.document else { return }
    var faults: [KeyFault] = []
    for (index, dimension) in space.dimensions.enumerated() {
      for (number, value) in dimension.values.enumerated() where !taken[index][number] {
        guard let otherwise = otherwise[index][number] else { continue }
        faults.append(
          fault(
            of: value, at: DocumentPath(["grid", dimension.name]).element(number + 1),
            otherwise, base, dimension))
      }
    }
    try document.refuse(faults)
  }

  private func fault(
    of value: JSON?, at path: DocumentPath, _ otherwise: Otherwise,
    _ base: CalibrationConfiguration, _ dimension: TuneSpace.Dimension
  ) -> KeyFault {
    let text = value?.policyText ?? "\"none\""
    let policy = "the policy (preset \(base.preset))"
    func has(_ value: JSON?) -> String { "\(dimension.name) is \(value?.policyText ?? "\"none\"")" }
    switch otherwise {
    case .resolved(let resolved):
      return KeyFault(
        path: path, problem: "\(text) contradicts \(policy), where \(has(resolved))",
        remedy: "remove the value, or change the policy")
    case .fault(let fault):
      let place = fault.path.text.isEmpty ? "" : "\(fault.path.text) "
      return KeyFault(
        path: path,
        problem: "\(text) contradicts \(policy), where \(has(base.value(at: dimension.path))): "
          + place + fault.problem,
        remedy: "remove the value, or change the policy")
    }
  }
}

extension TuneSpace {
  /// The index of each dimension's value in a combination.
  fileprivate func indices(_ number: Int) -> [Int] {
    var rest = number
    var indices: [Int] = []
    for dimension in dimensions.reversed() {
      indices.append(rest % dimension.values.count)
      rest /= dimension.values.count
    }
    return indices.reversed()
  }

  /// The error of an invalid value, at its place in the file.
  fileprivate func error(_ fault: KeyFault, in number: Int) -> InputError {
    let indices = indices(number)
    let keys = fault.path.components.compactMap { component in
      if case .key(let key) = component { key } else { nil }
    }
    guard let document,
      let index = dimensions.firstIndex(where: { dimension in
        keys.count > 1 && keys.starts(with: dimension.path.prefix(keys.count))
      })
    else { return fault.error(in: document?.file ?? "the space") }
    let path = DocumentPath(["grid", dimensions[index].name])
    return KeyFault(
      path: fault.isOfKey ? path : path.element(indices[index] + 1), isOfKey: fault.isOfKey,
      problem: fault.problem, remedy: fault.remedy
    ).error(in: document)
  }
}

extension Optional<JSON> {
  /// Whether a resolved value is this one; tables may have further keys there.
  func holds(of resolved: JSON?) -> Bool {
    guard let self, let resolved else { return self == nil && resolved == nil }
    if let members = self.members {
      return members.allSatisfy { member in
        Optional(member.value).holds(of: resolved[member.name])
      }
    }
    if let elements = self.elements, let others = resolved.elements {
      return elements.count == others.count
        && zip(elements, others).allSatisfy { Optional($0).holds(of: $1) }
    }
    return self == resolved
  }
}
