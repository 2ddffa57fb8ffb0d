import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import Testing

/// What a prediction says, in bits.
struct Answer: Equatable, Sendable {
  let bits: [UInt64]

  init(_ prediction: some PredictedReturns) {
    var values: [Double] = [prediction.volatility]
    for level in [ninety, ninetyFive] {
      for side in Side.allCases {
        values.append(prediction.tailReturn(for: side, at: level))
        values.append(prediction.tailMeanLoss(of: .linear, for: side, at: level))
        let interval = prediction.tailInterval(for: side, at: level)
        values.append(prediction.tailStandardError(for: side, at: level) ?? -1)
        values += [interval.inner ?? -1, interval.outer ?? -1]
      }
    }
    values.append(prediction.cumulativeProbability(of: 0.001))
    bits = values.map(\.bitPattern)
  }
}

private struct Answers: ForecastVisitor, JointForecastVisitor {
  var all: [Int: [Answer]] = [:]

  mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool {
    all[count] = [Answer(prediction)]
    return true
  }

  mutating func visit(after count: Int, _ prediction: some JointReturns) -> Bool {
    all[count] = prediction.marginals().map { Answer($0) }
    return true
  }

  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool { true }
}

/// A walk never knows more than its past, and never less.
struct WalkTests {
  private func walk(
    _ model: some ReturnModel, _ returns: [Double], _ schedule: WalkSchedule
  ) throws -> [Int: [Answer]] {
    var answers = Answers()
    _ = try model.walk(returns.span, by: schedule, visiting: &answers)
    return answers.all
  }

  private func walk(
    _ model: some JointReturnModel, _ days: [Double], _ schedule: WalkSchedule
  ) throws -> [Int: [Answer]] {
    var answers = Answers()
    _ = try model.walk(days.span, of: universe, by: schedule, visiting: &answers)
    return answers.all
  }

  private let universe = ["A", "B", "C"].map { InstrumentID(rawValue: $0) }

  private func days(_ count: Int, seed: UInt64) -> [Double] {
    let series = universe.map { Samples.returns(count, seed: seed, name: $0.rawValue) }
    return (0 ..< count).flatMap { day in series.map { $0[day] } }
  }

  private func fresh(
    _ model: some ReturnModel, _ returns: ArraySlice<Double>, _ schedule: WalkSchedule
  ) throws -> Answer {
    Answer(try model.estimator(after: Array(returns).span, by: schedule).prediction())
  }

  private func freshJoint(
    _ model: some JointReturnModel, _ days: ArraySlice<Double>, _ schedule: WalkSchedule
  ) throws -> [Answer] {
    try model.estimator(after: Array(days).span, of: universe, by: schedule).prediction()
      .marginals().map { Answer($0) }
  }

  @Test(arguments: Models.singles.indices, [1, 5])
  func everyForecastIsThatOfAFreshEstimator(index: Int, bars: Int) throws {
    let returns = Samples.returns(260, seed: UInt64(index) + 11)
    let schedule = WalkSchedule(horizon: Horizon(bars: bars), refitEvery: 7, firstForecast: 80)
    let all = try walk(Models.singles[index], returns, schedule)
    #expect(all.count == 181)
    for count in stride(from: 80, through: 260, by: 9) {
      #expect(all[count] == [try fresh(Models.singles[index], returns[..<count], schedule)])
    }
  }

  @Test(arguments: Models.differences.indices, [1, 5])
  func everyForecastOfDifferencesIsThatOfAFreshEstimator(index: Int, bars: Int) throws {
    let differences = Samples.returns(200, seed: UInt64(index) + 61).map { 100 * $0 }
    let schedule = WalkSchedule(horizon: Horizon(bars: bars), refitEvery: 7, firstForecast: 80)
    let all = try walk(Models.differences[index], differences, schedule)
    for count in stride(from: 80, through: 200, by: 20) {
      let fresh = try fresh(Models.differences[index], differences[..<count], schedule)
      #expect(all[count] == [fresh])
    }
  }

  @Test(arguments: Models.joints.indices, [1, 5])
  func everyJointForecastIsThatOfAFreshEstimator(index: Int, bars: Int) throws {
    let days = days(140, seed: UInt64(index) + 29)
    let schedule = WalkSchedule(horizon: Horizon(bars: bars), refitEvery: 20, firstForecast: 80)
    let all = try walk(Models.joints[index], days, schedule)
    for count in [80, 99, 100, 127, 140] {
      #expect(all[count] == (try freshJoint(Models.joints[index], days[..<(3 * count)], schedule)))
    }
  }

  @Test(arguments: Models.singles.indices)
  func oneReturnAtATimeOrAllAtOnceIsTheSame(index: Int) throws {
    try expectSame(Models.singles[index], Samples.returns(200, seed: 5))
  }

  private func expectSame(_ model: some ReturnModel, _ returns: [Double]) throws {
    var whole = try model.makeEstimator(over: Horizon(bars: 3))
    var steps = whole
    whole.observe(contentsOf: returns.span)
    for r in returns { steps.observe(r) }
    try whole.recalibrate()
    try steps.recalibrate()
    #expect(Answer(try whole.prediction()) == Answer(try steps.prediction()))
    #expect(whole.observationCount == 200)
  }

  @Test func aFailedRefitKeepsTheOneBeforeInBothWalks() throws {
    // The window turns constant after the first fits: the likelihood has no maximum there.
    let returns = Samples.returns(100, seed: 3) + Array(repeating: 0.001, count: 70)
    let models: [any ReturnModel] = [
      StudentTModel(window: 60),
      // The first member's fit succeeds where the second's fails, and must not stand alone.
      CombinedModel([StudentTModel(window: 150), StudentTModel(window: 60)], rule: .median),
    ]
    for model in models { try expectKeptFits(model, returns) }
  }

  private func expectKeptFits(_ model: some ReturnModel, _ returns: [Double]) throws {
    let schedule = WalkSchedule(horizon: .oneBar, refitEvery: 10, firstForecast: 60)
    var answers = Answers()
    let report = try model.walk(returns.span, by: schedule, visiting: &answers)
    #expect(report.failedRefits > 0)
    #expect(answers.all[170] == [try fresh(model, returns[...], schedule)])
  }
}
