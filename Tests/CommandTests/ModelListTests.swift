import Foundation
import TestSupport
import Testing

/// A file of models beside each other.
struct ModelListTests {
  private func run(_ command: String, _ toml: String) throws -> ToolRun {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(300), to: "good.csv")
    try sandbox.write(toml, to: "models.toml")
    return try sandbox.margin(command, "good.csv", "--models", "models.toml", "--format", "json")
  }

  private struct Estimate: Decodable {
    struct Instrument: Decodable {
      struct Model: Decodable {
        let model: String
        let label: String
      }
      let models: [Model]
    }
    let instruments: [Instrument]
  }

  @Test func theSameModelTwiceIsToldApartByItsParameters() throws {
    let run = try run(
      "estimate",
      """
      [[model]]
      ewma = { decay = 0.97 }
      [[model]]
      ewma = {}
      [[model]]
      historical = {}
      """)
    #expect(run.code == 0, "\(run.error)")
    let estimate = try JSONDecoder().decode(Estimate.self, from: Data(run.output.utf8))
    let models = try #require(estimate.instruments.first).models
    #expect(models.map(\.model) == ["ewma", "ewma", "historical"])
    #expect(models.map(\.label) == ["ewma (decay 0.97)", "ewma (decay 0.94)", "historical"])
  }

  @Test func aBacktestTakesTheListToo() throws {
    let run = try run("backtest", "[[model]]\nnormal = { window = 100 }\n")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("\"label\":\"normal\""))
  }

  @Test(arguments: [
    ("[[model]]\newma = { decy = 0.9 }\n", "models.toml:2:10: model[1].ewma.decy: unknown key"),
    ("[[model]]\nnormal = {}\n[[model]]\nnormal = {}\n", "duplicates model[1]"),
    ("models = 3\n", "unknown key"),
    ("", "model"),
  ])
  func aBadListIsNamedWithItsPlace(toml: String, message: String) throws {
    let run = try run("estimate", toml)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error.contains(message), "\(run.error)")
  }
}
