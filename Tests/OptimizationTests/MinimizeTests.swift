import Optimization
import Testing

@Suite struct MinimizeTests {
  /// 100(y − x²)² + (1 − x)², least at (1, 1).
  static func rosenbrock(_ p: [Double]) -> Double {
    let valley = p[1] - p[0] * p[0]
    return 100 * valley * valley + (1 - p[0]) * (1 - p[0])
  }

  static func rosenbrockGradient(_ p: [Double]) -> [Double] {
    let valley = p[1] - p[0] * p[0]
    return [-400 * p[0] * valley - 2 * (1 - p[0]), 200 * valley]
  }

  static let unbounded = ([-Double.infinity, -.infinity], [Double.infinity, .infinity])

  /// The valley floor curves by ½ along its flattest direction (eigenvalue 0.4 of the Hessian),
  /// so a value of 10⁻¹² leaves the point within √(2·10⁻¹²/0.4) ≈ 2·10⁻⁶ of the minimum.
  static let valleyValue = 1e-12
  static let valleyDistance = 3e-6

  @Test(arguments: OptimizationMethod.allCases)
  func rosenbrocksValleyEndsAtOneOne(method: OptimizationMethod) throws {
    let minimum = try minimize(
      Self.rosenbrock, from: [-1.2, 1], lowerBounds: [-5, -5], upperBounds: [5, 5],
      method: method)
    #expect(minimum.status.isConverged, "\(minimum)")
    #expect(minimum.value < Self.valleyValue, "\(minimum)")
    #expect(abs(minimum.point[0] - 1) < Self.valleyDistance)
    #expect(abs(minimum.point[1] - 1) < 2 * Self.valleyDistance)
    #expect(minimum.nonFiniteEvaluations == 0)
    #expect((minimum.gradientNorm == nil) == !method.usesGradient)
  }

  @Test(arguments: [OptimizationMethod.lbfgs, .slsqp])
  func aGivenGradientSavesCallsAndFindsTheSamePoint(method: OptimizationMethod) throws {
    let (lower, upper) = Self.unbounded
    let given = try minimize(
      Self.rosenbrock, gradient: Self.rosenbrockGradient, from: [-1.2, 1], lowerBounds: lower,
      upperBounds: upper, method: method)
    let differenced = try minimize(
      Self.rosenbrock, from: [-1.2, 1], lowerBounds: lower, upperBounds: upper, method: method)
    #expect(given.status.isConverged)
    #expect(given.value < Self.valleyValue)
    #expect(given.evaluations < differenced.evaluations)
    #expect(try #require(given.gradientNorm) < 1e-4)
  }

  /// (x − 2)² + (y + 1)² + xy on [0, 1] × [−0.5, 3] is least in the corner (1, −½).
  ///
  /// On the edge x = 1 the slope in y is 2(y + 1) + 1 > 0, so y is at −½; there
  /// ∂f/∂x = −2 − ½ < 0, so x is at 1: f = 1 + ¼ − ½.
  @Test(arguments: OptimizationMethod.allCases)
  func aBoundedQuadraticEndsInItsCorner(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { ($0[0] - 2) * ($0[0] - 2) + ($0[1] + 1) * ($0[1] + 1) + $0[0] * $0[1] },
      from: [0.3, 1], lowerBounds: [0, -0.5], upperBounds: [1, 3], method: method)
    #expect(minimum.status.isConverged, "\(minimum)")
    // In the corner the objective is linear, so a point to 10⁻¹⁰ gives a value to 10⁻⁹.
    #expect(abs(minimum.value - 0.75) < 1e-9, "\(minimum)")
    #expect(minimum.point[0] <= 1 && minimum.point[1] >= -0.5)
    if method.usesGradient { #expect(minimum.gradientNorm == 0) }
  }

  @Test func theDocumentedExampleEndsAtItsBound() throws {
    let minimum = try minimize(
      { ($0[0] - 1) * ($0[0] - 1) }, from: [0.2], lowerBounds: [0], upperBounds: [0.5],
      method: .bobyqa)
    #expect(minimum.point == [0.5])
  }

  /// (x − 1)² + y² with y held at 2: equal bounds take a coordinate out of the search.
  @Test(arguments: OptimizationMethod.allCases)
  func equalBoundsFixACoordinate(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { ($0[0] - 1) * ($0[0] - 1) + $0[1] * $0[1] }, from: [3, 2], lowerBounds: [-10, 2],
      upperBounds: [10, 2], method: method)
    #expect(minimum.point[1] == 2)
    #expect(abs(minimum.value - 4) < 1e-9, "\(minimum)")
  }

  @Test(arguments: OptimizationMethod.allCases)
  func oneCoordinateIsEnough(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { ($0[0] - 0.3) * ($0[0] - 0.3) }, from: [0.9], lowerBounds: [0], upperBounds: [1],
      method: method)
    #expect(abs(minimum.point[0] - 0.3) < 1e-6, "\(minimum)")
  }

  @Test(arguments: OptimizationMethod.allCases)
  func everyPointStaysInsideTheBounds(method: OptimizationMethod) throws {
    var outside = 0
    _ = try minimize(
      { point in
        if point[0] < 0.1 || point[0] > 0.9 { outside += 1 }
        return point[0] + point[1] * point[1]
      }, from: [0.5, 1], lowerBounds: [0.1, -3], upperBounds: [0.9, 3], method: method)
    #expect(outside == 0)
  }

  @Test(arguments: OptimizationMethod.allCases)
  func theSameSearchGivesTheSameBits(method: OptimizationMethod) throws {
    func run() throws -> Minimum {
      try minimize(
        Self.rosenbrock, from: [-1.2, 1], lowerBounds: [-5, -5], upperBounds: [5, 5],
        method: method)
    }
    #expect(try run() == run())
  }
}

@Suite struct HopelessObjectiveTests {
  @Test func aStartWithoutAValueIsAnError() {
    #expect(throws: OptimizationError.notFiniteAtStart) {
      try minimize(
        { _ in .nan }, from: [0.5], lowerBounds: [0], upperBounds: [1], method: .nelderMead)
    }
  }

  @Test(arguments: [-0.1, Double.nan])
  func aStartOutsideItsBoundsIsAnError(start: Double) {
    #expect(throws: OptimizationError.startOutsideBounds(coordinate: 1)) {
      try minimize(
        { $0[0] }, from: [0.5, start], lowerBounds: [0, 0], upperBounds: [1, 1], method: .lbfgs)
    }
  }

  /// Finite at the start and nowhere else.
  @Test(arguments: OptimizationMethod.allCases)
  func nothingButNaNAroundTheStartIsAFailure(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { $0 == [0.5, 0.5] ? 3 : .nan }, from: [0.5, 0.5], lowerBounds: [0, 0],
      upperBounds: [1, 1], method: method)
    #expect(minimum.status == .failed)
    #expect(minimum.point == [0.5, 0.5])
    #expect(minimum.value == 3)
    #expect(minimum.nonFiniteEvaluations > 0)
  }

  /// x − 2√x is least at 1 and has no value below 0, which the bounds do not exclude.
  @Test(arguments: OptimizationMethod.allCases)
  func aRegionWithoutValuesIsAvoided(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { $0[0] - 2 * $0[0].squareRoot() + $0[1] * $0[1] }, from: [4, 1],
      lowerBounds: [-10, -10], upperBounds: [10, 10], method: method)
    #expect(minimum.value.isFinite)
    #expect(abs(minimum.value + 1) < 1e-6, "\(minimum)")
  }

  @Test(arguments: OptimizationMethod.allCases)
  func aBottomlessObjectiveIsNotConverged(method: OptimizationMethod) throws {
    let minimum = try minimize(
      { -$0[0] * $0[0] * $0[0] }, from: [1], lowerBounds: [-.infinity],
      upperBounds: [.infinity], method: method,
      tolerances: OptimizationTolerances(maximumEvaluations: 500))
    #expect(!minimum.status.isConverged, "\(minimum)")
    #expect(minimum.value.isFinite)
  }

  @Test(arguments: OptimizationMethod.allCases)
  func theEvaluationLimitIsKeptAndSaid(method: OptimizationMethod) throws {
    let minimum = try minimize(
      MinimizeTests.rosenbrock, from: [-1.2, 1], lowerBounds: [-5, -5], upperBounds: [5, 5],
      method: method, tolerances: OptimizationTolerances(maximumEvaluations: 20))
    #expect(minimum.status == .evaluationLimit)
    // The start, the last gradient and a line search under way come on top of the limit.
    #expect(minimum.evaluations <= 2 * 20)
  }

  @Test func crossedBoundsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = try minimize(
        { $0[0] }, from: [0], lowerBounds: [1], upperBounds: [-1], method: .slsqp)
    }
  }
}

/// The search by second derivatives.
@Suite struct NewtonTests {
  private static let free = [-Double.infinity, -.infinity]

  private static func rosenbrock(
    _ p: [Double], _ gradient: inout [Double], _ curvature: inout [Double]
  ) -> Double {
    gradient = MinimizeTests.rosenbrockGradient(p)
    curvature = [1200 * p[0] * p[0] - 400 * p[1] + 2, -400 * p[0], -400 * p[0], 200]
    return MinimizeTests.rosenbrock(p)
  }

  @Test func rosenbrocksValleyEndsAtOneOne() throws {
    let minimum = try minimizeByNewton(
      from: [-1.2, 1], lowerBounds: Self.free, upperBounds: Self.free.map(-), tolerance: 1e-24
    ) { point, _, gradient, curvature in Self.rosenbrock(point, &gradient, &curvature) }
    #expect(minimum.status.isConverged)
    #expect(minimum.point.allSatisfy { abs($0 - 1) < 1e-10 }, "\(minimum.point)")
    #expect(minimum.evaluations < 40)
  }

  /// x⁴ − x² + y² has a saddle at its start: the second derivatives there lead nowhere.
  @Test func aSaddleIsLeftByTheDefiniteMatrix() throws {
    var definite = 0
    let minimum = try minimizeByNewton(
      from: [0.1, 0.5], lowerBounds: Self.free, upperBounds: Self.free.map(-), tolerance: 1e-24
    ) { point, kind, gradient, curvature in
      let (x, y) = (point[0], point[1])
      gradient = [4 * x * x * x - 2 * x, 2 * y]
      if kind == .definite {
        definite += 1
        curvature = [2, 0, 0, 2]
      } else {
        curvature = [12 * x * x - 2, 0, 0, 2]
      }
      return x * x * x * x - x * x + y * y
    }
    #expect(definite > 0)
    #expect(abs(minimum.point[0] - 0.5.squareRoot()) < 1e-10)
    #expect(abs(minimum.value + 0.25) < 1e-15)
  }

  /// The valley's bound x ≤ ½ holds x there and y at x².
  @Test func aBoundHoldsItsCoordinate() throws {
    let minimum = try minimizeByNewton(
      from: [-1.2, 1], lowerBounds: [-2, -2], upperBounds: [0.5, 2], tolerance: 1e-24
    ) { point, _, gradient, curvature in Self.rosenbrock(point, &gradient, &curvature) }
    #expect(minimum.heldCoordinates == [true, false])
    #expect(minimum.point[0] == 0.5)
    #expect(abs(minimum.point[1] - 0.25) < 1e-12)
  }
}
