internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import RiskModels
internal import Scheduling

/// The cooperative game for the Shapley attribution of a margin change to its drivers.
struct ChangeRun {
  /// The drivers of a margin, in the order in which they are printed.
  enum Driver: String, CaseIterable {
    case returnsOut = "returns that left the window"
    case returnsIn = "returns that entered the window"
    case returns = "returns"
    case volatility
    case references = "stress and lookback references"
    case memory = "memory of the steps"
    case parameters
  }

  private let old: ResolvedJob
  private let new: ResolvedJob
  private let first: InstrumentHistory
  private let last: InstrumentHistory
  /// One snapshot per policy and date: [policy][date].
  private let snapshots: Result<[[PolicySnapshot]], MarginFailure.Cause>
  /// The forecasts for the first date without the leaving returns, and for the last date with them.
  private let windows: [[FinalForecast]]?

  init(old: ResolvedJob, new: ResolvedJob, first: InstrumentHistory, last: InstrumentHistory) {
    self.old = old
    self.new = new
    self.first = first
    self.last = last
    do throws(RiskModelError) {
      var snapshots: [[PolicySnapshot]] = []
      for job in [old, new] {
        let model = job.plan.model.instrumentModel
        let calibrator = Calibrator(job.plan)
        snapshots.append([
          try calibrator.lastSnapshot(of: first, by: model),
          try calibrator.lastSnapshot(of: last, by: model),
        ])
      }
      self.snapshots = .success(snapshots)
    } catch {
      snapshots = .failure(MarginFailure.Cause(error, of: new.plan.model.name))
    }
    windows = Self.windows(old, new, first, last)
  }

  /// The warnings about the attribution.
  var warnings: [MarginWarning] {
    guard windows == nil, case .success = snapshots, first.count != last.count else { return [] }
    return [
      MarginWarning(
        code: "returns-not-split",
        message:
          "returns that left and entered the window are a single driver: the window was replaced "
          + "as a whole, or the model has none")
    ]
  }

  // MARK: - Windows

  /// [policy][out, in]: the sample of the first date without the leaving returns, that of the last
  /// date with them.
  private static func windows(
    _ old: ResolvedJob, _ new: ResolvedJob, _ first: InstrumentHistory, _ last: InstrumentHistory
  ) -> [[FinalForecast]]? {
    var windows: [[FinalForecast]] = []
    for job in [old, new] {
      let configuration = job.policy.configuration
      let window = configuration.model.window
      let leaving = max(0, last.count - window) - max(0, first.count - window)
      guard leaving > 0,
        let shorter = forecast(configuration.replacing(window: window - leaving), job, first),
        let longer = forecast(configuration.replacing(window: window + leaving), job, last)
      else { return nil }
      windows.append([shorter, longer])
    }
    return windows
  }

  private static func forecast(
    _ configuration: CalibrationConfiguration?, _ job: ResolvedJob, _ history: InstrumentHistory
  ) -> FinalForecast? {
    guard let configuration,
      let plan = try? ResolvedJob(job.job, configuration: configuration).plan
    else { return nil }
    return try? plan.request(on: history.axis).final(of: plan.model.instrumentModel, on: history)
  }

  // MARK: - Attribution

  /// The change of one side.
  func move(
    of side: Side, by method: MarginMove.Method, recorded: MarginRate?
  ) -> Result<MarginMove, MarginFailure.Cause> {
    do throws(MarginFailure.Cause) {
      let snapshots = try snapshots.get()
      let before = try waterfall(snapshots[0][0], side)
      let after = try waterfall(snapshots[1][1], side)
      let drivers = drivers(snapshots)
      let attribution = try attribution(drivers, snapshots, side)
      var lines = Self.lines(
        from: before, snapshots[0][0].policy, to: after, snapshots[1][1].policy)
      if let recorded, recorded != before.published {
        lines.append(
          .init(
            driver: "data or version since", own: nil,
            change: MarginRate(millionths: before.published.millionths - recorded.millionths)))
      }
      return .success(
        MarginMove(
          from: recorded ?? before.published, to: after.published,
          drivers: drivers.map(\.rawValue), attribution: attribution, by: method, lines: lines))
    } catch {
      return .failure(error)
    }
  }

  private func waterfall(
    _ snapshot: PolicySnapshot, _ side: Side
  ) throws(MarginFailure.Cause) -> Waterfall {
    do throws(MarginError) {
      return try snapshot.waterfall(side)
    } catch {
      throw MarginFailure.Cause(reason: error.reason, message: error.message(side: side))
    }
  }

  private func drivers(_ snapshots: [[PolicySnapshot]]) -> [Driver] {
    let policies = snapshots.map { $0[0].policy }
    let moves = first.count != last.count
    let hasParameters = old.policy.configuration != new.policy.configuration
    return Driver.allCases.filter { driver in
      switch driver {
      case .returnsOut, .returnsIn: moves && windows != nil
      case .returns: moves && windows == nil
      case .volatility: moves
      case .references: moves && policies.contains { !$0.needs.isEmpty }
      case .memory: moves && policies.contains { $0.steps.contains(where: \.remembers) }
      case .parameters: hasParameters
      }
    }
  }

  private func attribution(
    _ drivers: [Driver], _ snapshots: [[PolicySnapshot]], _ side: Side
  ) throws(MarginFailure.Cause) -> Attribution {
    do throws(MarginError) {
      return try Attribution(drivers: drivers.count) { set throws(MarginError) in
        try rate(
          Set(drivers.indices.filter { set & (1 << $0) != 0 }.map { drivers[$0] }), snapshots, side)
      }
    } catch {
      throw MarginFailure.Cause(reason: error.reason, message: error.message(side: side))
    }
  }

  /// The rate after the core steps if the drivers of a set have their new values.
  private func rate(
    _ new: Set<Driver>, _ snapshots: [[PolicySnapshot]], _ side: Side
  ) throws(MarginError) -> Double {
    let policy = new.contains(.parameters) ? 1 : 0
    let remembered = snapshots[policy][new.contains(.memory) ? 1 : 0]
    let seen = snapshots[policy][new.contains(.references) ? 1 : 0]
    var inputs = remembered.inputs(side)
    for need in remembered.policy.needs where !need.isMixture {
      inputs.references[need] = seen.inputs(side).references[need]
    }
    let sigma = snapshots[policy].map { $0.forecast?.volatility ?? 1 }
    let volatility = sigma[new.contains(.volatility) ? 1 : 0]
    inputs.measured = shape(new, snapshots[policy], policy, side) * volatility
    if inputs.volatility != nil { inputs.volatility = volatility }
    return try remembered.state[side].rate(
      afterSteps: remembered.policy.coreStepCount, given: inputs)
  }

  /// The measure in units of volatility.
  private func shape(
    _ new: Set<Driver>, _ dates: [PolicySnapshot], _ policy: Int, _ side: Side
  ) -> Double {
    let all = new.contains(.returns) || new.isSuperset(of: [.returnsIn, .returnsOut])
    if all || new.isDisjoint(with: [.returnsIn, .returnsOut]) {
      let snapshot = dates[all ? 1 : 0]
      return snapshot.inputs(side).measured / (snapshot.forecast?.volatility ?? 1)
    }
    guard let forecast = windows?[policy][new.contains(.returnsOut) ? 0 : 1],
      let risk = forecast.risk(side, at: dates[0].policy.measure.level)
    else { return .nan }
    let measured =
      switch dates[0].policy.measure {
      case .valueAtRisk: risk.valueAtRisk
      case .expectedShortfall: risk.expectedShortfall
      }
    return measured / forecast.volatility
  }

  // MARK: - The rest of the waterfall

  /// The contribution of add-ons, caps, overrides and the larger side on the new date minus that on
  /// the old one.
  private static func lines(
    from before: Waterfall, _ old: MarginPolicy, to after: Waterfall, _ new: MarginPolicy
  ) -> [MarginMove.Line] {
    func tail(_ waterfall: Waterfall, _ policy: MarginPolicy) -> [Waterfall.Line] {
      Array(waterfall.lines.dropFirst(1 + policy.coreStepCount).dropLast())
    }
    var names: [String] = []
    var changes: [String: Int] = [:]
    for (sign, lines) in [(-1, tail(before, old)), (1, tail(after, new))] {
      for line in lines {
        if changes[line.step] == nil { names.append(line.step) }
        changes[line.step, default: 0] += sign * line.change.millionths
      }
    }
    return names.map {
      .init(driver: $0, own: nil, change: MarginRate(millionths: changes[$0] ?? 0))
    }
  }
}
