internal import RiskMeasures
internal import Statistics

/// The tests of durations between exceedances.
public enum DurationTests {
  /// The names of the tests, in the order of ``TestName``.
  public static let names: [TestName] = [
    .tuff, .haasTBFI, .haasTBF, .duration, .durationGMM,
  ]

  /// Returns the tests of one series.
  ///
  /// Recommended p-values are exact for the time until first failure and simulated for the others,
  /// from independent outcomes at the stated rate, one per forecast. If the degrees of freedom vary
  /// with the sample, a draw is compared by its asymptotic p-value. For horizons of h > 1 bars only
  /// every h-th forecast is used.
  public static func all(_ series: ForecastSeries, _ inference: Inference) -> [TestResult] {
    let hits = series.nonOverlapping.hits
    let spells = ExceedanceSpells(hits)
    let context = Context(
      level: series.level, horizon: series.horizon, count: hits.forecastCount, inference: inference)
    let tuff = spells.gaps.first.map {
      TimeUntilFirstFailureTest(time: $0, level: series.level)
    }
    let between = TimeBetweenFailuresTest(
      spells, forecasts: hits.forecastCount, level: series.level)
    return [
      context.result(.tuff, tuff?.statistic, degreesOfFreedom: 1) {
        tuff.map { context.pValueResult(of: $0) } ?? .none(context.reasonWithoutExceedances)
      },
      context.result(
        .haasTBFI, between?.independenceStatistic,
        degreesOfFreedom: between?.independenceDegreesOfFreedom
      ) { context.pValueResult(of: between) { $0.independenceLimit } },
      context.result(
        .haasTBF, between?.mixedStatistic, degreesOfFreedom: between?.mixedDegreesOfFreedom
      ) { context.pValueResult(of: between) { $0.mixedLimit } },
      context.duration(spells), context.durationGMM(spells),
    ]
  }

  private struct Context {
    let level: ConfidenceLevel
    let horizon: Horizon
    let count: Int
    let inference: Inference

    var reasonWithoutExceedances: PValueReason { count == 0 ? .noForecasts : .noExceedances }

    func result(
      _ test: TestName, _ statistic: Double?, degreesOfFreedom: Int?,
      pValueResult: () -> PValueResult
    ) -> TestResult {
      TestResult(
        test, statistic: statistic,
        degreesOfFreedom: statistic == nil ? nil : degreesOfFreedom, alternative: .twoSided,
        significance: inference.significance, horizon: horizon, overlap: .nonOverlappingBlocks,
        pValueResult: pValueResult)
    }

    private func null(_ draws: Int, _ test: TestName) -> MonteCarloNull {
      MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) \(test.rawValue)")
    }

    private func drawn(_ stream: RandomStream, _ draw: UInt32) -> ExceedanceSpells {
      ExceedanceSpells(
        drawing: level.tailProbability, count: count, from: stream, draw: draw)
    }

    func pValueResult(of test: TimeUntilFirstFailureTest) -> PValueResult {
      inference.pValues == .asymptotic
        ? .pValue(
          ChiSquared(degreesOfFreedom: 1).survival(of: test.statistic), .asymptotic,
          attainedSize: nil)
        : .pValue(
          test.exactPValue, .exact, attainedSize: nil, strict: test.strictPValue)
    }

    func pValueResult(
      of test: TimeBetweenFailuresTest?, limit: (TimeBetweenFailuresTest) -> Double
    ) -> PValueResult {
      guard let test else { return .none(reasonWithoutExceedances) }
      guard let draws = inference.pValues.draws else {
        return .pValue(limit(test), .asymptotic, attainedSize: nil)
      }
      return null(draws, .haasTBF).pValueResult(of: -limit(test)) { stream, draw in
        TimeBetweenFailuresTest(drawn(stream, draw), forecasts: count, level: level)
          .map { -limit($0) }
      }
    }

    func duration(_ spells: ExceedanceSpells) -> TestResult {
      let test = WeibullDurationTest(spells)
      return result(.duration, test?.statistic, degreesOfFreedom: 1) {
        guard let test else {
          switch spells.gaps.count {
          case 0: return .none(reasonWithoutExceedances)
          case 1: return .none(.tooFewExceedances)
          default: return .none(.didNotConverge)
          }
        }
        guard let draws = inference.pValues.draws else {
          return .pValue(
            ChiSquared(degreesOfFreedom: 1).survival(of: test.statistic), .asymptotic,
            attainedSize: nil)
        }
        return null(draws, .duration).pValueResult(of: test.statistic) { stream, draw in
          WeibullDurationTest(drawn(stream, draw))?.statistic
        }
      }
    }

    func durationGMM(_ spells: ExceedanceSpells) -> TestResult {
      let test = GMMDurationTest(durations: spells.gaps, tail: level.tailProbability)
      return result(.durationGMM, test?.statistic, degreesOfFreedom: test?.moments.count) {
        guard let test else { return .none(reasonWithoutExceedances) }
        guard let draws = inference.pValues.draws else {
          return .pValue(
            ChiSquared(degreesOfFreedom: Double(test.moments.count)).survival(of: test.statistic),
            .asymptotic, attainedSize: nil)
        }
        return null(draws, .durationGMM).pValueResult(of: test.statistic) { stream, draw in
          GMMDurationTest(
            durations: drawn(stream, draw).gaps, tail: level.tailProbability)?.statistic
        }
      }
    }
  }
}
