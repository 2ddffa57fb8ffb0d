internal import Glibc

/// A margin change in stages, each of which raises a rate by at most a given share.
///
///     rate after stage k of n = old · (new / old)^(k/n),
///     n least with (new / old)^(1/n) ≤ 1 + maximum step
///
/// Both rates use the number of stages n that the larger increase requires; each is rounded up to
/// the rounding step and never exceeds its new value. A decrease, and an increase from zero, apply
/// in the first stage. Rounding may raise one stage's increase above the maximum step by less than
/// one rounding step, for the maintenance margin of a liquidation-free path by less than
/// (3 + maximum step) rounding steps. A stage that rounding leaves without a change is omitted.
public struct PhasedPath: Hashable, Sendable {
  /// How the maintenance margin moves relative to the initial margin.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// In the same equal ratios as the initial margin.
    case equalRatio = "equal-ratio"
    /// In the same equal ratios, but at each stage below the initial margin of the previous stage.
    ///
    /// An account that holds the initial margin of one stage is then not liquidated at a later one.
    /// This takes at most one additional stage.
    case liquidationFree = "liquidation-free"
  }

  /// The rule of the maintenance margin.
  public let rule: Rule
  /// The rates before the first stage.
  public let old: MarginRates
  /// The rates in force after each stage; the last are the new rates.
  public let stages: [MarginRates]

  /// Creates the path from `old` to `new`, rounded up to multiples of `roundingStep`.
  ///
  /// Nil if the rule cannot be satisfied: a liquidation-free path requires a maintenance margin
  /// below the initial margin in both the old and the new schedule.
  public init?(
    from old: MarginRates, to new: MarginRates, maximumStep: RelativeLimit,
    roundingStep: MarginRate, rule: Rule = .equalRatio
  ) {
    self.rule = rule
    self.old = old
    let count = Self.stageCount(from: old, to: new, maximumStep: maximumStep)
    let initial = Self.equalRatios(old.initial, new.initial, count, roundingStep)
    var maintenance = Self.equalRatios(old.maintenance, new.maintenance, count, roundingStep)
    if rule == .liquidationFree {
      guard old.maintenance < old.initial, new.maintenance < new.initial else { return nil }
      maintenance = Self.held(
        maintenance + [new.maintenance], from: old, below: initial + [new.initial], roundingStep)
    }
    var stages: [MarginRates] = []
    for (stage, maintenance) in maintenance.enumerated() {
      let rate = stage < initial.count ? initial[stage] : new.initial
      guard let rates = MarginRates(initial: rate, maintenance: maintenance) else {
        preconditionFailure(
          "Stage \(stage + 1) has maintenance \(maintenance.millionths) above initial "
            + "\(rate.millionths) millionths")
      }
      if rates != stages.last ?? old { stages.append(rates) }
    }
    self.stages = stages
  }

  /// Whether an account that holds the initial margin of each stage is never liquidated.
  ///
  /// The maintenance margin of every stage must be below the initial margin of the previous stage,
  /// or of the old schedule for the first stage.
  public var isLiquidationFree: Bool {
    zip([old] + stages, stages).allSatisfy { $1.maintenance < $0.initial }
  }

  /// The minimum number of equal-ratio stages with increases of at most `maximumStep` each.
  public static func stageCount(
    from old: MarginRates, to new: MarginRates, maximumStep: RelativeLimit
  ) -> Int {
    MarginRateKind.allCases.map { kind in
      var count = 1
      guard new[kind] > old[kind], old[kind] > .zero else { return count }
      // Powers have errors of a few ulps; distinct rates differ by at least 10⁻¹⁰.
      let ratio = Double(new[kind].millionths) / Double(old[kind].millionths) * (1 - 1e-12)
      var reach = 1 + maximumStep.fraction
      while reach < ratio {
        count += 1
        reach *= 1 + maximumStep.fraction
      }
      return count
    }.max() ?? 1
  }

  // MARK: - Stages

  private static func equalRatios(
    _ old: MarginRate, _ new: MarginRate, _ count: Int, _ roundingStep: MarginRate
  ) -> [MarginRate] {
    (1 ... count).map { stage in
      guard stage < count, new > old, old > .zero else { return new }
      let ratio = Double(new.millionths) / Double(old.millionths)
      let exact = old.fraction * pow(ratio, Double(stage) / Double(count))
      let rounded = MarginRate(roundingUp: exact, toMultipleOf: roundingStep)
      return min(new, rounded ?? new)
    }
  }

  /// The maintenance rates, each limited to below the initial rate of the previous stage.
  private static func held(
    _ wanted: [MarginRate], from old: MarginRates, below initial: [MarginRate],
    _ roundingStep: MarginRate
  ) -> [MarginRate] {
    var rate = old.maintenance
    return zip(wanted, [old.initial] + initial).map { wanted, before in
      guard wanted > rate else {
        rate = wanted
        return rate
      }
      rate = max(rate, wanted < before ? wanted : multiple(of: roundingStep, below: before))
      return rate
    }
  }

  /// The largest multiple of a step that is strictly below `rate`.
  private static func multiple(of step: MarginRate, below rate: MarginRate) -> MarginRate {
    MarginRate(millionths: (rate.millionths - 1) / step.millionths * step.millionths)
  }
}
