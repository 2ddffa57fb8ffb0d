import Optimization
import Testing

@Suite struct MinimizeScalarTests {
  /// A minimum is flat to rounding within √ε of it.
  static let flatness = 1.5e-8

  @Test func aParabolaIsFoundInAHandfulOfCalls() throws {
    let minimum = try minimizeScalar({ ($0 - 2) * ($0 - 2) + 5 }, between: -10, and: 40)
    #expect(abs(minimum.point - 2) < 4 * 2 * Self.flatness)
    #expect(minimum.value == 5)
    #expect(minimum.status == .converged(.pointTolerance))
    #expect(minimum.evaluations < 15)
  }

  @Test func aKinkIsFoundByGoldenSections() throws {
    let minimum = try minimizeScalar({ abs($0 - 0.7) }, between: 0, and: 1)
    #expect(abs(minimum.point - 0.7) < 4 * Self.flatness)
    #expect(minimum.status.isConverged)
  }

  @Test func aMonotoneFunctionEndsAtItsLowerEnd() throws {
    let minimum = try minimizeScalar({ $0 }, between: 3, and: 9)
    #expect(minimum.point >= 3)
    #expect(minimum.point < 3 + 9 * 4 * Self.flatness)
  }

  @Test func aRegionWithoutValuesIsAvoided() throws {
    // x − 2√x is least at 1 and has no value below 0.
    let minimum = try minimizeScalar(
      { $0 - 2 * $0.squareRoot() }, between: -5, and: 10)
    #expect(abs(minimum.point - 1) < 1e-6)
  }

  @Test func anObjectiveWithoutValuesIsAnError() {
    #expect(throws: OptimizationError.notFiniteAnywhere) {
      try minimizeScalar({ _ in .nan }, between: 0, and: 1)
    }
  }

  @Test func theEvaluationLimitIsKeptAndSaid() throws {
    let minimum = try minimizeScalar(
      { abs($0 - 0.7) }, between: 0, and: 1, maximumEvaluations: 5)
    #expect(minimum.status == .evaluationLimit)
    #expect(minimum.evaluations == 5)
  }
}
