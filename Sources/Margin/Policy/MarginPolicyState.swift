/// The running state of a policy, for one instrument and one side.
public struct MarginPolicyState: Sendable {
  let policy: MarginPolicy
  private var states: [any MarginStepState]

  init(policy: MarginPolicy) {
    self.policy = policy
    states = policy.steps.map { $0.makeState() }
  }

  /// The margin of one date, line by line; called once a date, in the order of time.
  ///
  /// The first line is `model`, the measure or zero where it is negative; then a line a step; the last
  /// is `rounding`. A date that throws leaves the state as it was.
  public mutating func waterfall(given inputs: MarginInputs) throws(MarginError) -> Waterfall {
    let waterfall = try proposal(given: inputs)
    publish(waterfall.published)
    return waterfall
  }

  /// The waterfall of one side before it is known what is published.
  mutating func proposal(given inputs: MarginInputs) throws(MarginError) -> Waterfall {
    try check(inputs)
    let calculated = max(0, inputs.measured)
    var builder = WaterfallBuilder(calculated: calculated)
    let past = states
    for index in states.indices {
      let outcome = states[index].apply(to: builder.rate, given: inputs)
      builder.append(outcome, of: policy.steps[index])
    }
    guard let waterfall = builder.rounded(upTo: policy.roundingStep) else {
      states = past
      throw .rateTooLarge
    }
    return waterfall
  }

  mutating func publish(_ rate: MarginRate) {
    for index in states.indices { states[index].publish(rate) }
  }

  private func check(_ inputs: MarginInputs) throws(MarginError) {
    guard inputs.measured.isFinite else {
      if case .expectedShortfall = policy.measure, inputs.measured == .infinity {
        throw .expectedShortfallInfinite
      }
      throw .measureNotFinite(policy.measure)
    }
    for step in policy.steps {
      for role in ReferenceRole.allCases where step.needs.contains(role) {
        guard let reference = inputs.reference(role) else {
          throw .missingReference(step: step.name, role: role)
        }
        guard reference.value.isFinite else {
          throw .referenceNotFinite(step: step.name, role: role)
        }
      }
    }
  }
}

/// The running state of a policy for both sides of one instrument.
///
/// Under ``SideRule/larger`` both sides publish the larger of the two rates, and the steps of
/// both are told so.
public struct SidedPolicyState: Sendable {
  private let rule: SideRule
  private var long: MarginPolicyState
  private var short: MarginPolicyState

  init(policy: MarginPolicy) {
    rule = policy.sides
    long = policy.makeState()
    short = policy.makeState()
  }

  /// The margins of both sides on one date; called once a date, in the order of time.
  ///
  /// A side that fails is a failure of that side alone, except under ``SideRule/larger``, where the larger
  /// cannot be known: then both fail with the same error.
  public mutating func waterfalls(long: MarginInputs, short: MarginInputs) -> SidedWaterfalls {
    let longBefore = self.long
    let shortBefore = self.short
    let sided = SidedWaterfalls(
      long: Result { () throws(MarginError) in try self.long.proposal(given: long) },
      short: Result { () throws(MarginError) in try self.short.proposal(given: short) }
    ).settled(by: rule)
    if case .success(let waterfall) = sided.long {
      self.long.publish(waterfall.published)
    } else {
      self.long = longBefore
    }
    if case .success(let waterfall) = sided.short {
      self.short.publish(waterfall.published)
    } else {
      self.short = shortBefore
    }
    return sided
  }
}

/// The waterfalls of both sides of one instrument on one date.
public struct SidedWaterfalls: Sendable {
  /// The margin of the long side, or why there is none.
  public let long: Result<Waterfall, MarginError>
  /// The margin of the short side, or why there is none.
  public let short: Result<Waterfall, MarginError>

  fileprivate func settled(by rule: SideRule) -> SidedWaterfalls {
    guard rule == .larger else { return self }
    switch (long, short) {
    case (.success(let a), .success(let b)):
      return SidedWaterfalls(
        long: .success(a.raised(toAtLeast: b)), short: .success(b.raised(toAtLeast: a)))
    case (.failure(let error), _), (_, .failure(let error)):
      return SidedWaterfalls(long: .failure(error), short: .failure(error))
    }
  }
}
