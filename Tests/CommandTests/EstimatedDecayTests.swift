import Foundation
import Testing

/// Exponential weights whose decay is estimated, by name.
@Suite struct EstimatedDecayTests {
  private func models(_ table: String) -> String { "[[model]]\newma = { \(table) }\n" }

  @Test func theDecayAndItsErrorAreShown() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(600, late: 0.03), to: "p.csv")
    try box.write(models("decay-rule = \"estimated\""), to: "models.toml")
    let run = try box.margin(
      "estimate", "p.csv", "--models", "models.toml", "--format", "json")
    #expect(run.code == 0, "\(run.error)")
    let instrument = try #require((run.json?["instruments"] as? [[String: Any]])?.first)
    let model = try #require((instrument["models"] as? [[String: Any]])?.first)
    let decay = try #require((model["parameters"] as? [String: Any])?["decay"] as? Double)
    let error = try #require((model["standardErrors"] as? [String: Any])?["decay"] as? Double)
    #expect(model["model"] as? String == "ewma")
    #expect((0.5 ..< 1).contains(decay))
    #expect((0 ..< 0.5).contains(error) && error > 0)
    let forecast = try #require((model["forecasts"] as? [[String: Any]])?.first)
    #expect(forecast["standardError"] as? Double != nil)
  }

  @Test(arguments: [
    (
      "decay-rule = \"estimated\", innovations = \"student-t\", degrees-of-freedom = 5",
      "requires estimated degrees of freedom"
    ),
    ("decay-rule = \"estimated\", window = 50", "too few to estimate a decay from"),
    ("decay-rule = \"guessed\"", "decay-rule"),
  ])
  func whatCannotBeEstimatedIsRefused(table: String, message: String) throws {
    let box = try Sandbox()
    try box.write(Prices.csv(600), to: "p.csv")
    try box.write(models(table), to: "models.toml")
    let run = try box.margin("estimate", "p.csv", "--models", "models.toml")
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }
}
