internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import Scheduling
internal import Text

/// The recalibration of one instrument with shifted parameters, one at a time and jointly.
struct SensitivityRun {
  let base: ResolvedJob
  let history: InstrumentHistory
  /// The sides for which exceedances are counted.
  let sides: [Side]

  private struct Variation {
    let key: String
    let text: String
    let changes: [(path: [String], value: JSON)]
  }

  func sensitivities() async -> [Sensitivity] {
    let configuration = base.policy.configuration
    let own = variations(of: configuration)
    let baseRates = await rates(of: configuration)
    var rows:
      [(variation: Variation, configuration: CalibrationConfiguration, rates: [MarginRate?])] = []
    for variation in own {
      guard let changed = changed(configuration, variation.changes) else { continue }
      rows.append((variation, changed, await rates(of: changed)))
    }
    for (name, isHigher) in [("all that raise it", true), ("all that lower it", false)] {
      let picked = Set(rows.map(\.variation.key)).sorted().compactMap { key in
        extreme(rows.filter { $0.variation.key == key }, isHigher, baseRates)
      }
      let changes = picked.flatMap(\.changes)
      guard picked.count > 1, let changed = changed(configuration, changes) else { continue }
      rows.append(
        (
          Variation(
            key: "joint", text: name + ": " + picked.map(\.text).joined(separator: ", "),
            changes: changes), changed, await rates(of: changed)
        ))
    }
    let scores = await scores([configuration] + rows.map(\.configuration))
    return rows.enumerated().map { index, row in
      Sensitivity(
        change: row.variation.text, rates: row.rates, base: baseRates,
        exceedances: scores[index + 1], baseExceedances: scores[0])
    }
  }

  /// The variation of a key that moves the larger side furthest in one direction, or nil if there
  /// is none.
  private func extreme(
    _ rows: [(variation: Variation, configuration: CalibrationConfiguration, rates: [MarginRate?])],
    _ isHigher: Bool, _ base: [MarginRate?]
  ) -> Variation? {
    func largest(_ rates: [MarginRate?]) -> MarginRate { rates.compactMap { $0 }.max() ?? .zero }
    let moved = rows.filter {
      isHigher ? largest($0.rates) > largest(base) : largest($0.rates) < largest(base)
    }
    return moved.max { a, b in
      isHigher ? largest(a.rates) < largest(b.rates) : largest(a.rates) > largest(b.rates)
    }?.variation
  }

  // MARK: - Variations

  private func variations(of configuration: CalibrationConfiguration) -> [Variation] {
    let whole = configuration.tree
    let model = configuration.model.name
    var variations: [Variation] = []
    func add(_ key: String, _ path: [String], _ values: [JSON]) {
      for value in values where value != whole.value(at: path) {
        variations.append(
          Variation(key: key, text: "\(key) \(value.policyText)", changes: [(path, value)]))
      }
    }
    if let window = whole.value(at: ["model", model, "window"])?.double {
      add(
        "window", ["model", model, "window"],
        [.integer(Int(window / 2)), .integer(Int(window * 2))])
    }
    if let decay = whole.value(at: ["model", model, "decay"])?.double {
      add(
        "decay", ["model", model, "decay"],
        [1 - (1 - decay) * 2, 1 - (1 - decay) / 2].filter { $0 > 0 && $0 < 1 }
          .map { .double(($0 * 1e6).rounded() / 1e6) })
    }
    let ladder = [0.95, 0.975, 0.99, 0.995, 0.999]
    let level = configuration.margin.level
    add(
      "level", ["margin", "level"],
      [ladder.last { $0 < level }, ladder.first { $0 > level }].compactMap { $0 }.map {
        .double($0)
      })
    add(
      "period of risk", ["margin", "period-of-risk", "count"],
      [.integer(configuration.margin.periodOfRisk.count + 1)])
    return variations + stepVariations(whole)
  }

  private func stepVariations(_ whole: JSON) -> [Variation] {
    let steps = whole["step"]?.elements ?? []
    var variations: [Variation] = []
    for (name, key, label) in [
      ("stress-weight", "length", "stress length"), ("stress-floor", "length", "stress length"),
      ("floor", "lookback-years", "floor years"),
    ] {
      guard let step = steps.firstIndex(where: { $0.keys == [name] }),
        let value = steps[step].value(at: [name, key])?.double
      else { continue }
      for moved in [value / 2, value * 2] {
        let number: JSON = key == "length" ? .integer(Int(moved)) : .double(moved)
        variations.append(
          Variation(
            key: label, text: "\(label) \(number.policyText)",
            changes: [(["step", name, key], number)]))
      }
    }
    return variations
  }

  private func changed(
    _ configuration: CalibrationConfiguration,
    _ changes: [(path: [String], value: JSON)]
  ) -> CalibrationConfiguration? {
    let dimensions = changes.map { TuneSpace.Dimension(path: $0.path, values: [$0.value]) }
    return try? configuration.replacing(changes.map(\.value), of: dimensions)
  }

  // MARK: - Runs

  /// The covered rates on the last date, long before short.
  private func rates(of configuration: CalibrationConfiguration) async -> [MarginRate?] {
    guard let plan = try? ResolvedJob(base.job, configuration: configuration).plan else {
      return [nil, nil]
    }
    let schedule = await Calibrator(plan).schedules(for: [history], extent: .lastDate).first?.last
    return [schedule?.long?.waterfall.published, schedule?.short?.waterfall.published]
  }

  /// The exceedances of each policy's published rates on their common dates.
  private func scores(
    _ configurations: [CalibrationConfiguration]
  ) async -> [(count: Int, losses: Int)?] {
    let candidates = configurations.map { TuneCandidate(values: [], configuration: $0) }
    let blank = configurations.map { _ in (count: Int, losses: Int)?.none }
    guard let times = history.axis.times else { return blank }
    guard let start = TuneDates.starts(of: [history], under: configurations, base).first,
      start.margin < times.count
    else { return blank }
    let range = TuneRange(name: "history", parts: [start.margin ..< times.count])
    var settings = TuneSettings()
    settings.sides = sides
    let evaluator = TuneEvaluator(
      base: base, counting: history, from: start, settings: settings, on: range,
      dateIndices: Dictionary(times.enumerated().map { ($1, $0) }) { first, _ in first })
    let evaluations = await evaluator.evaluations(of: candidates, progress: nil)
    return candidates.map { candidate in
      evaluations.first { $0.key == candidate.key }?.scores[0].map { ($0.exceedances, $0.losses) }
    }
  }
}
