public import Instruments

/// The running state of a policy for one instrument and one side.
public struct MarginPolicyState: Sendable {
  let policy: MarginPolicy
  private var states: [any MarginStepState]
  private let names: [String]
  private let needs: [(step: Int, need: ReferenceNeed)]
  /// The number of steps before the first add-on, whose costs come on top of the largest loss.
  private let stepsWithinLoss: Int

  init(policy: MarginPolicy) {
    self.policy = policy
    states = policy.steps.map { $0.makeState() }
    names = policy.steps.map(\.name)
    stepsWithinLoss = policy.steps.firstIndex { $0 is any AddOn } ?? policy.steps.count
    needs = policy.steps.enumerated().flatMap { index, step in step.needs.map { (index, $0) } }
  }

  /// Calculates the waterfall of one date; call it once per date, in chronological order.
  ///
  /// The first line is `model`, the measure floored at zero; one line per step follows; the last
  /// line is `rounding`. If the call throws, the state is unchanged, except for
  /// ``MarginError/rateTooLarge``.
  public mutating func waterfall(given inputs: MarginInputs) throws(MarginError) -> Waterfall {
    let waterfall = try proposal(given: inputs)
    publish(waterfall.published)
    return waterfall
  }

  /// The rate of one side before publication, without its waterfall lines.
  mutating func proposedRate(given inputs: MarginInputs) throws(MarginError) -> MarginRate {
    try check(inputs)
    let inputs = withMinimum(inputs)
    var rate = max(0, inputs.measured)
    for index in states.indices {
      if index == stepsWithinLoss { rate = min(rate, inputs.largestLoss) }
      rate = states[index].apply(to: rate, given: inputs).rate
    }
    if stepsWithinLoss == states.count { rate = min(rate, inputs.largestLoss) }
    guard let published = MarginRate(roundingUp: rate, toMultipleOf: policy.roundingStep) else {
      throw .rateTooLarge
    }
    return published
  }

  /// The waterfall of one side before publication.
  mutating func proposal(given inputs: MarginInputs) throws(MarginError) -> Waterfall {
    try check(inputs)
    let inputs = withMinimum(inputs)
    var builder = WaterfallBuilder(
      calculated: inputs.calculated, model: max(0, inputs.measured), steps: states.count)
    for index in states.indices {
      if index == stepsWithinLoss { builder.limit(to: inputs.largestLoss) }
      let outcome = states[index].apply(to: builder.rate, given: inputs)
      builder.append(outcome, of: names[index])
    }
    if stepsWithinLoss == states.count { builder.limit(to: inputs.largestLoss) }
    guard let waterfall = builder.rounded(upTo: policy.roundingStep) else { throw .rateTooLarge }
    return waterfall
  }

  /// The unrounded rate after the first `count` steps on the next date; the state is unchanged.
  public func rate(afterSteps count: Int, given inputs: MarginInputs) throws(MarginError) -> Double
  {
    try check(inputs)
    let inputs = withMinimum(inputs)
    var rate = max(0, inputs.measured)
    var states = states
    for index in 0 ..< count {
      if index == stepsWithinLoss { rate = min(rate, inputs.largestLoss) }
      rate = states[index].apply(to: rate, given: inputs).rate
    }
    return stepsWithinLoss == states.count ? min(rate, inputs.largestLoss) : rate
  }

  private func withMinimum(_ inputs: MarginInputs) -> MarginInputs {
    var inputs = inputs
    inputs.minimum = policy.hardMinimum == .calculatedRate ? inputs.calculated : 0
    return inputs
  }

  mutating func publish(_ rate: MarginRate) {
    for index in states.indices { states[index].publish(rate) }
  }

  func check(_ inputs: MarginInputs) throws(MarginError) {
    guard inputs.measured.isFinite else {
      if case .expectedShortfall = policy.measure, inputs.measured == .infinity {
        throw .expectedShortfallInfinite
      }
      throw .measureNotFinite(policy.measure)
    }
    for (step, need) in needs {
      guard let reference = inputs.references[need] else {
        throw .missingReference(step: names[step], need: need)
      }
      guard reference.value.isFinite else {
        throw .referenceNotFinite(step: names[step], need: need)
      }
    }
  }
}

/// The running state of a policy for both sides of one instrument.
///
/// Under ``SideRule/larger`` both sides publish the larger of the two rates, and the steps of both
/// sides receive the published rate.
public struct SidedPolicyState: Sendable {
  private let rule: SideRule
  private var long: MarginPolicyState
  private var short: MarginPolicyState

  init(policy: MarginPolicy) {
    rule = policy.sides
    long = policy.makeState()
    short = policy.makeState()
  }

  /// The state of one side.
  public subscript(side: Side) -> MarginPolicyState { side == .long ? long : short }

  /// Calculates the waterfalls of both sides; call it once per date, in chronological order.
  ///
  /// A failure affects its own side only, except under ``SideRule/larger``: there both sides fail
  /// with the same error.
  public mutating func waterfalls(long: MarginInputs, short: MarginInputs) -> SidedWaterfalls {
    if rule == .larger, let error = Self.failure(self.long, long, self.short, short) {
      return SidedWaterfalls(long: .failure(error), short: .failure(error))
    }
    let sided = SidedWaterfalls(
      long: Result { () throws(MarginError) in try self.long.proposal(given: long) },
      short: Result { () throws(MarginError) in try self.short.proposal(given: short) }
    ).settled(by: rule)
    if case .success(let waterfall) = sided.long { self.long.publish(waterfall.published) }
    if case .success(let waterfall) = sided.short { self.short.publish(waterfall.published) }
    return sided
  }

  /// The rates of both sides on one date, without waterfall lines; nil for a side that fails.
  ///
  /// They equal the published rates of ``waterfalls(long:short:)``.
  public mutating func rates(long: MarginInputs, short: MarginInputs) -> [MarginRate?] {
    if rule == .larger, Self.failure(self.long, long, self.short, short) != nil {
      return [nil, nil]
    }
    var rates = [
      try? self.long.proposedRate(given: long), try? self.short.proposedRate(given: short),
    ]
    if rule == .larger {
      let larger = rates.contains(nil) ? nil : rates.compactMap(\.self).max()
      rates = [larger, larger]
    }
    if let rate = rates[0] { self.long.publish(rate) }
    if let rate = rates[1] { self.short.publish(rate) }
    return rates
  }

  private static func failure(
    _ long: MarginPolicyState, _ longInputs: MarginInputs, _ short: MarginPolicyState,
    _ shortInputs: MarginInputs
  ) -> MarginError? {
    do throws(MarginError) {
      try long.check(longInputs)
      try short.check(shortInputs)
      return nil
    } catch {
      return error
    }
  }
}

/// The waterfalls of both sides of one instrument on one date.
public struct SidedWaterfalls: Sendable {
  /// The waterfall of the long side, or its error.
  public let long: Result<Waterfall, MarginError>
  /// The waterfall of the short side, or its error.
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
