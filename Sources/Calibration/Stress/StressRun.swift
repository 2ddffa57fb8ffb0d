internal import Forecasting
public import Instruments
internal import Margin
public import MarketData
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Statistics

extension LoadedJob {
  /// Stress tests the schedule with historical windows, price shocks and reverse stress tests.
  public func stress(
    _ request: StressRequest, sides: [Side], progress: ProgressHandler? = nil
  ) async -> [StressResult] {
    let histories = histories.map { $0.clipped(through: resolved.job.asOf) }
    let schedules = await schedules(
      of: histories, extent: .lastDate, progress: part(progress, 0, of: 2))
    var results: [StressResult] = []
    for (index, history) in histories.enumerated() {
      let own = resolved.job(for: history.instrument)
      let sensitivities =
        request.sensitivity == .asked
        ? await SensitivityRun(base: own, history: history, sides: sides).sensitivities() : []
      results.append(
        StressRun(plan: own.plan, history: history, schedule: schedules[index]).result(
          request, sides: sides, sensitivities: sensitivities))
      part(progress, 1, of: 2)?(index + 1, histories.count)
    }
    return results
  }
}

/// The stress test of one instrument.
struct StressRun {
  let plan: CalibrationPlan
  let history: InstrumentHistory
  let schedule: InstrumentSchedule
  /// The state of the policy on the last date; nil without a margin.
  let snapshot: PolicySnapshot?

  init(plan: CalibrationPlan, history: InstrumentHistory, schedule: InstrumentSchedule) {
    self.plan = plan
    self.history = history
    self.schedule = schedule
    guard schedule.last != nil else {
      snapshot = nil
      return
    }
    snapshot = try? Calibrator(plan).lastSnapshot(of: history, by: plan.model.instrumentModel)
  }

  private var horizon: Horizon { schedule.horizon }

  func result(
    _ request: StressRequest, sides: [Side], sensitivities: [Sensitivity]
  ) -> StressResult {
    let moves = HorizonMoves(
      history, over: horizon, by: plan.model.horizonRule, in: plan.model.returnConvention)
    let stressed = sides.compactMap { side in
      schedule.last?.margin(for: side).map { stress(side, $0, moves[side], request) }
    }
    let found = Set(stressed.flatMap(\.windows).map(\.name))
    let own = request.windows.filter {
      !StressWindow.known.contains($0) && !found.contains($0.name)
    }
    var warnings = own.map { window in
      MarginWarning(
        code: "window-not-covered",
        message: "the data have no loss in \(window.name), \(window.from) to \(window.to)")
    }
    if history.axis.times == nil, !request.windows.isEmpty {
      warnings.append(
        MarginWarning(
          code: "windows-need-dates",
          message: "the series has no dates, so named windows are not shown"))
    }
    return StressResult(
      instrument: history.instrument, asOf: history.date(after: history.count), horizon: horizon,
      level: plan.policy.measure.level, sides: stressed, sensitivities: sensitivities,
      warnings: warnings, failures: schedule.failures)
  }

  private func stress(
    _ side: Side, _ margin: SideMargin, _ moves: [Double], _ request: StressRequest
  ) -> SideStress {
    let losses = moves.map { plan.contract.loss(ofSimpleReturn: $0, for: side) }
    var windows = request.windows.compactMap { window(named: $0, side, margin, losses, moves) }
    if let worst = worst(side, margin, losses, moves) { windows.append(worst) }
    return SideStress(
      side: side, margin: margin.margin, windows: windows,
      shocks: shocks(request, side),
      breaks: [false, true].map { isInitial in
        broken(
          isInitial ? margin.margin.initial : margin.margin.maintenance, isInitial, side, losses)
      })
  }

  /// The losses of relative price moves; in price units from the last price, none if it is not above
  /// zero.
  private func shocks(_ request: StressRequest, _ side: Side) -> [SideStress.Shock] {
    let price = history.price(after: history.count) ?? 0
    guard plan.unit == .fraction || price > 0 else { return [] }
    return request.shocks.map { move in
      let change = plan.unit == .price ? move * price : move
      let loss = plan.contract.loss(ofSimpleReturn: change, for: side)
      let survives = plan.unit == .fraction && loss > 0 ? 1 / loss : nil
      return SideStress.Shock(move: move, loss: loss, survives: survives)
    }
  }

  // MARK: - Windows

  /// The losses that begin and end within a window; nil if there are none.
  private func window(
    named window: StressWindow, _ side: Side, _ margin: SideMargin, _ losses: [Double],
    _ moves: [Double]
  ) -> SideStress.Window? {
    let inside = losses.indices.filter { index in
      guard let start = history.date(after: index)?.date,
        let end = history.date(after: index + horizon.bars)?.date
      else { return false }
      return start >= window.from && end <= window.to
    }
    guard let first = inside.first, let last = inside.last else { return nil }
    return self.window(window.name, first ... last, side, margin, losses, moves)
  }

  /// The window of 250 losses with the worst value of the policy's measure.
  private func worst(
    _ side: Side, _ margin: SideMargin, _ losses: [Double], _ moves: [Double]
  ) -> SideStress.Window? {
    let need = ReferenceNeed.stressed(.worst(length: min(250, losses.count)))
    let past = PastMeasures(
      needs: [need], horizon: horizon,
      measure: plan.policy.measure, quantileConvention: plan.quantileConvention,
      contract: plan.contract, horizonRule: plan.model.horizonRule,
      convention: plan.model.returnConvention)
    let reference = past.table(on: history, first: history.count)[0, side][need]
    guard let range = reference?.window, range.upperBound - horizon.bars + 1 < losses.count else {
      return nil
    }
    return window(
      "worst \(min(250, losses.count))", range.lowerBound ... range.upperBound - horizon.bars + 1,
      side, margin, losses, moves)
  }

  private func window(
    _ name: String, _ range: ClosedRange<Int>, _ side: Side, _ margin: SideMargin,
    _ losses: [Double], _ moves: [Double]
  ) -> SideStress.Window? {
    guard let worst = range.max(by: { losses[$0] < losses[$1] }) else { return nil }
    let sorted = moves[range].sorted()
    var published: MarginRate?
    if sorted.count >= plan.quantileConvention.minimumCount(at: plan.policy.measure.level) {
      let measured = plan.policy.measure.value(
        of: SidedLosses(
          EmpiricalReturns(
            sorted: sorted, convention: plan.model.returnConvention.realized,
            quantileConvention: plan.quantileConvention),
          contract: plan.contract, side: side))
      published = self.published(side, measured)
    }
    return SideStress.Window(
      name: name, from: history.date(after: range.lowerBound),
      to: history.date(after: range.upperBound + horizon.bars), losses: range.count,
      worst: losses[worst], worstFrom: history.date(after: worst),
      aboveMaintenance: range.count { losses[$0] > margin.margin.maintenance.fraction },
      published: published)
  }

  /// The rate that the policy would publish with a given measure.
  private func published(_ side: Side, _ measured: Double) -> MarginRate? {
    guard let snapshot else { return nil }
    var inputs = snapshot.inputs(side)
    inputs.measured = measured
    let rate = try? snapshot.state[side].rate(afterSteps: plan.policy.steps.count, given: inputs)
    return rate.flatMap { MarginRate(roundingUp: $0, toMultipleOf: plan.policy.roundingStep) }
  }

  // MARK: - Reverse stress

  private func broken(
    _ rate: MarginRate, _ isInitial: Bool, _ side: Side, _ losses: [Double]
  ) -> SideStress.Break {
    let above = losses.indices.filter { losses[$0] > rate.fraction }
    let move =
      plan.unit == .price
      ? (side == .long ? -rate.fraction : rate.fraction)
      : plan.contract.simpleReturn(losing: rate.fraction, for: side)
    let sigma = schedule.forecast?.volatility ?? 0
    return SideStress.Break(
      isInitial: isInitial, rate: rate, move: move,
      sigmas: sigma > 0 ? move.map { abs($0) / sigma } : nil, losses: losses.count,
      exceedances: above.count, lastFrom: above.last.flatMap { history.date(after: $0) },
      interval: interval(above.count, of: losses.count))
  }

  /// The exact interval of a frequency; nil if losses overlap.
  private func interval(_ count: Int, of losses: Int) -> ClosedRange<Double>? {
    guard losses > 0, horizon == .oneBar else { return nil }
    let found = ClopperPearsonInterval(successes: count, trials: losses, confidence: 0.95)
    return found.lower ... found.upper
  }
}

extension Contract {
  /// The simple return at which a side loses `loss`; nil if there is none.
  fileprivate func simpleReturn(losing loss: Double, for side: Side) -> Double? {
    // Losses are monotone in the return: decreasing for a long, increasing for a short.
    var (low, high) = side == .long ? (-1 + 1e-12, 0.0) : (0.0, 1e6)
    let far = side == .long ? low : high
    guard self.loss(ofSimpleReturn: far, for: side) >= loss else { return nil }
    for _ in 0 ..< 200 {
      let middle = low + (high - low) / 2
      let isMore = self.loss(ofSimpleReturn: middle, for: side) > loss
      if isMore == (side == .long) { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
