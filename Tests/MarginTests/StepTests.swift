import Foundation
import Margin
import TestSupport
import Testing

@Suite struct StepTests {
  func rate(after step: any MarginStep, given inputs: MarginInputs) -> Double {
    var state = step.makeState()
    return state.apply(to: inputs.measured, given: inputs).rate
  }

  struct Vectors: Decodable {
    let cases: [Case]
    struct Case: Decodable {
      let id: String
      let inputs: [String: Double]
      let expected: [String: Double]
      let tolerance: [String: Double]
    }
  }

  @Test func theThreeOptionsOfArticle28AgreeWithTheWorkedExample() throws {
    let url = try #require(
      Bundle.module.url(forResource: "margin", withExtension: "json", subdirectory: "Resources"))
    let vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
    let example = try #require(vectors.cases.first { $0.id == "emir.apc" })
    let input = { (key: String) in try #require(example.inputs[key]) }
    let tolerance = try #require(example.tolerance["rel"])
    let given = inputs(
      try input("base_margin"), stressed: try input("stressed_margin"),
      longRun: try input("ten_year_margin"))
    let steps: [(String, any MarginStep)] = [
      ("a_buffer", Buffer(share: try input("buffer"))),
      ("b_stress_weight", StressWeight(weight: try input("weight"))),
      ("c_floor", LongRunFloor()),
    ]
    for (key, step) in steps {
      let expected = try #require(example.expected[key])
      #expect(abs(rate(after: step, given: given) - expected) <= tolerance * expected, "\(key)")
    }
  }

  @Test func theStressWeightNeverLowersUnlessItIsAPlainBlend() {
    let calm = inputs(0.5, stressed: 0.25)
    #expect(rate(after: StressWeight(weight: 0.25), given: calm) == 0.5)
    #expect(rate(after: StressWeight(weight: 0.25, blend: .blend), given: calm) == 0.4375)
    #expect(!StressWeight(weight: 0.25).canUndoMinimum)
    #expect(StressWeight(weight: 0.25, blend: .blend).canUndoMinimum)
  }

  @Test func theLongRunFloorSaysHowMuchHistoryItRestsOn() {
    var state = LongRunFloor().makeState()
    let whole = state.apply(to: 0.05, given: inputs(0.05, longRun: 0.08, years: 9.99))
    #expect(whole == StepOutcome(rate: 0.08))
    let short = state.apply(to: 0.05, given: inputs(0.05, longRun: 0.08, years: 3.47))
    #expect(short.rate == 0.08)
    #expect(short.label == "floor (3.4 of 10 years)")
    #expect(short.warnings.map(\.code) == ["floor-short-history"])
    let undated = state.apply(to: 0.05, given: inputs(0.05, longRun: 0.04, years: nil))
    #expect(undated.rate == 0.05)
    #expect(undated.label == "floor (unknown of 10 years)")
    #expect(LongRunFloor().name == "floor (10 years)")
  }

  @Test func aConstantFloorNeverRaisesThePeakToTroughRatio() {
    for seed in 0 ..< 50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let rates = randomRates(days: 250, using: &generator)
      var state = ConstantFloor(rate: MarginRate(millionths: 50_000)).makeState()
      let floored = rates.map { state.apply(to: $0, given: inputs($0)).rate }
      let ratio = { (path: [Double]) in (path.max() ?? 0) / (path.min() ?? 1) }
      #expect(ratio(floored) <= ratio(rates))
      #expect(zip(floored, rates).allSatisfy { $0 >= $1 })
    }
  }

  @Test func dampingHalvesTheWayDownAndLetsRisesPass() {
    var state = DecreaseDamping(fraction: 0.5).makeState()
    let path = [0.5, 0.25, 0.25, 0.25, 0.75].map { state.apply(to: $0, given: inputs($0)).rate }
    #expect(path == [0.5, 0.375, 0.3125, 0.28125, 0.75])
  }

  @Test func dampingReachesItsTarget() {
    var state = DecreaseDamping(fraction: 0.2).makeState()
    var rate = state.apply(to: 0.3, given: inputs(0.3)).rate
    for _ in 0 ..< 300 { rate = state.apply(to: 0.07, given: inputs(0.07)).rate }
    // (1 − 0.2)³⁰⁰ is 10⁻²⁹: what is left is rounding, one ulp a day against a pull of a fifth: 5 ulp.
    #expect(rate >= 0.07 && rate - 0.07 <= 5 * (0.07).ulp)
  }

  @Test func aSurchargeIsConstant() {
    #expect(rate(after: Surcharge(share: 0.5), given: inputs(0.1)) == 0.1 * 1.5)
  }
}
