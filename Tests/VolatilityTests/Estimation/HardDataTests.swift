import Testing
import Volatility

struct HardDataTests {
  private static let recursions = TestRecursion.all.filter {
    [
      "garch", "gjr", "tarch", "gjr212", "egarch", "aparch", "ewma", "asymmetric ewma",
      "score-driven, asymmetric",
    ].contains($0.name)
  }

  @Test(arguments: HardSeries.all, recursions)
  func aSeriesHasAFitOrANamedError(_ series: HardSeries, _ test: TestRecursion) {
    for innovations in InnovationFamily.allCases {
      for mean in ConditionalVolatility.Mean.allCases {
        let model = ConditionalVolatility(
          mean: mean, recursion: test.recursion, innovations: innovations)
        let clock = ContinuousClock()
        let start = clock.now
        var line = "\(series.name);\(test.name);\(innovations.rawValue);\(mean.rawValue);"
        switch fit(model, series.returns) {
        case .success(let fit):
          line += "\(fit.status.rawValue);\(fit.evaluations);\(fit.logLikelihood);\(fit.parameters)"
          print("HARD;\((clock.now - start) / Duration.milliseconds(1));\(line)")
          #expect(!series.isConstant)
          expectSound(fit, series)
        case .failure(let error):
          line += "\(error)"
          print("HARD;\((clock.now - start) / Duration.milliseconds(1));\(line)")
          if series.isConstant {
            #expect(error == .noVariation(observations: series.returns.count))
          }
        }
      }
    }
  }

  private func fit(
    _ model: ConditionalVolatility, _ returns: [Double]
  ) -> Result<VolatilityFit, VolatilityError> {
    do throws(VolatilityError) {
      return .success(try VolatilityFit(maximizing: model, on: returns))
    } catch { return .failure(error) }
  }

  private func expectSound(_ fit: VolatilityFit, _ series: HardSeries) {
    let run = fit.model.filter(series.returns, parameters: fit.parameters)
    #expect(fit.parameters.allSatisfy { $0.isFinite })
    #expect(fit.logLikelihood.isFinite)
    #expect(run.nextVariance > 0 && run.nextVariance.isFinite, "\(run.nextVariance)")
    #expect(run.variances.allSatisfy { $0 > 0 && $0.isFinite })
    let scale = max(1, abs(fit.logLikelihood))
    #expect(abs(run.logLikelihood - fit.logLikelihood) <= 1e-9 * scale)
    #expect(fit.evaluations <= 2000, "\(fit.evaluations)")
  }
}
