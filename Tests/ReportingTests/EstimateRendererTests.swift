import Calibration
import Instruments
import Reporting
import RiskMeasures
import Testing

struct EstimateRendererTests {
  @Test func theJSONHasEveryFieldOfTheContract() async throws {
    let report = try await Fixture.plainEstimate
    let root = try Reading.object(EstimateRenderer(report: report).rendered(as: .json))
    #expect(root["schema"] as? String == "margin.estimate/1")
    #expect(Set(root.keys).isSuperset(of: ["instruments", "warnings", "failures", "provenance"]))
    let first = try #require(Reading.list(root["instruments"]).first)
    #expect(first["observations"] as? Int == 299)
    let models = try Reading.list(first["models"])
    #expect(
      models.compactMap { $0["model"] as? String }
        == ["historical", "normal", "student-t", "ewma"])
    for model in models {
      #expect(
        Set(model.keys).isSuperset(of: [
          "model", "innovations", "parameters", "standardErrors", "logLikelihood", "converged",
          "status", "forecasts", "warnings",
        ]))
      let parameters = try #require(model["parameters"] as? [String: Any])
      let errors = try #require(model["standardErrors"] as? [String: Any])
      #expect(Set(parameters.keys) == Set(errors.keys))
      let forecasts = try Reading.list(model["forecasts"])
      #expect(forecasts.count == 4)
      for forecast in forecasts {
        #expect(
          Set(forecast.keys).isSuperset(of: [
            "side", "level", "horizon", "volatility", "valueAtRisk", "expectedShortfall",
            "standardError",
          ]))
      }
    }
    let normal = try #require(models[1]["standardErrors"] as? [String: Any])
    #expect(normal["mu"] as? Double != nil)
    #expect(models[1]["innovations"] as? String == "normal")
    #expect(models[0]["innovations"] as? String == nil)
  }

  @Test func aSideIsARowInCSVAndText() async throws {
    let report = try await Fixture.plainEstimate
    let renderer = EstimateRenderer(report: report, sides: [.long])
    let rows = renderer.rendered(as: .csv).split(separator: "\n").dropFirst()
    // Two instruments, four models, two levels.
    #expect(rows.count == 16)
    #expect(rows.allSatisfy { $0.contains(",long,") })
    let text = renderer.rendered(as: .text)
    #expect(text.contains("student-t   degreesOfFreedom "))
    #expect(text.contains("quantiles of samples  VaR by the inverse"))
    #expect(text.contains("Predictive"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
