import Foundation
import Margin
import TestSupport
import Testing

/// Worked examples of rules, with the figures of Resources/rules.json.
@Suite struct RegulationTests {
  private func example(_ id: String) throws -> (inputs: ReferenceValue, expected: ReferenceValue) {
    let url = try #require(
      Bundle.module.url(forResource: "rules", withExtension: "json", subdirectory: "Resources"))
    let cases = try ReferenceFile.json(url)["cases"].list
    let found = try #require(try cases.first { try $0["id"].text == id }, "\(id)")
    return (try found["inputs"], try found["expected"])
  }

  private func expect(_ value: Double, _ wanted: Double) {
    #expect(abs(value - wanted) <= 1e-12 * abs(wanted), "\(value), not \(wanted)")
  }

  @Test func aPortfolioSavesAtMostFourFifths() throws {
    let example = try example("emir.offset80")
    let margin = OffsetCap(share: try example.inputs["cap"].number).margin(
      portfolio: try example.inputs["portfolio_margin"].number,
      standalone: try example.inputs["standalone"].numbers)
    expect(margin, try example.expected["margin"].number)
    #expect(OffsetCap().margin(portfolio: 1200, standalone: [400, 600]) == 1200)
  }
}
