internal import Glibc

/// A change of margins in stages, none of which raises a rate by more than a given share.
///
///     rate after stage k of n = old · (new / old)^(k/n),   n least with (new / old)^(1/n) ≤ 1 + maximum step
///
/// Both rates take the n stages that the larger rise needs; each is rounded up to the schedule's step and never
/// beyond its new value. A fall, and a rise from no margin, pass in the first stage. Rounding may lift one
/// stage's rise above the maximum step by less than one rounding step (of the maintenance margin of a
/// liquidation-free path, by less than three and a maximum step of one); a stage in which rounding leaves
/// nothing to move is left out.
public struct PhasedPath: Hashable, Sendable {
  /// How the maintenance margin moves beside the initial margin.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// In the same equal ratios.
    case equalRatio = "equal-ratio"
    /// In the same equal ratios, but at each stage below the initial margin of the stage before.
    ///
    /// Who holds the initial margin of one stage is then liquidated at no later one. It takes at most one
    /// stage more.
    case liquidationFree = "liquidation-free"
  }

  /// How the path was made.
  public let rule: Rule
  /// The rates before the first stage.
  public let old: MarginRates
  /// The rates in force after each stage; the last are the new ones.
  public let stages: [MarginRates]

  /// The path from `old` to `new`, rounded up to multiples of `roundingStep`.
  ///
  /// Nil where the rule cannot be kept: liquidation-free stages need a maintenance margin below the initial
  /// margin in the old schedule and in the new.
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

  /// Whether an account that holds the initial margin of each stage is liquidated at none.
  ///
  /// The maintenance margin of every stage is below the initial margin of the stage before, that of the
  /// old schedule before the first.
  public var isLiquidationFree: Bool {
    zip([old] + stages, stages).allSatisfy { $1.maintenance < $0.initial }
  }

  /// The fewest stages of equal ratio that raise neither rate by more than `maximumStep` each.
  public static func stageCount(
    from old: MarginRates, to new: MarginRates, maximumStep: RelativeLimit
  ) -> Int {
    MarginRateKind.allCases.map { kind in
      var count = 1
      guard new[kind] > old[kind], old[kind] > .zero else { return count }
      // Powers are off by a few ulps, rates by no less than 10⁻¹⁰.
      let ratio = Double(new[kind].millionths) / Double(old[kind].millionths) * (1 - 1e-12)
      var reach = 1 + maximumStep.fraction
      while reach < ratio {
        count += 1
        reach *= 1 + maximumStep.fraction
      }
      return count
    }.max() ?? 1
  }

  // MARK: - Making the stages

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

  /// The maintenance rates, each held below the initial rate of the stage before.
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
