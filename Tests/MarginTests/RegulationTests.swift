import Foundation
import Margin
import Testing

/// Worked examples of rules, with the figures of Resources/rules.json.
@Suite struct RegulationTests {
  private func example(_ id: String) throws -> (inputs: [String: Any], expected: [String: Double]) {
    let url = try #require(
      Bundle.module.url(forResource: "rules", withExtension: "json", subdirectory: "Resources"))
    let file = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let cases = try #require(file["cases"] as? [[String: Any]])
    let found = try #require(cases.first { $0["id"] as? String == id }, "\(id)")
    return (
      try #require(found["inputs"] as? [String: Any]),
      try #require(found["expected"] as? [String: Double])
    )
  }

  private func expect(_ value: Double, _ wanted: Double?) throws {
    let wanted = try #require(wanted)
    #expect(abs(value - wanted) <= 1e-12 * abs(wanted), "\(value), not \(wanted)")
  }

  @Test func aPortfolioSavesAtMostFourFifths() throws {
    let example = try example("emir.offset80")
    let margin = OffsetCap(share: try #require(example.inputs["cap"] as? Double)).margin(
      portfolio: try #require(example.inputs["portfolio_margin"] as? Double),
      standalone: try #require(example.inputs["standalone"] as? [Double]))
    try expect(margin, example.expected["margin"])
    #expect(OffsetCap().margin(portfolio: 1200, standalone: [400, 600]) == 1200)
  }
}
