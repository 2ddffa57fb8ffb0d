import Dependence
import LinearAlgebra
import Testing

/// Covariances that move by the day.
struct RunningCovarianceTests {
  private let days: [[Double]] = (0 ..< 60).map { day in
    let a = Double((day * 31) % 23 - 11) / 1000
    let b = Double((day * 17) % 29 - 14) / 800
    return [a, 0.5 * a + b, b - a]
  }

  private func running(_ model: CovarianceModel, _ count: Int) -> RunningCovariance {
    var running = RunningCovariance(model, order: 3)
    for day in days.prefix(count) { running.observe(day.span) }
    return running
  }

  @Test(arguments: [2, 10, 25, 26, 60]) func theSampleIsTheLastDaysWithoutTheirMean(
    count: Int
  ) throws {
    let covariance = try #require(running(.sample(window: 25), count).covariance)
    let last = days.prefix(count).suffix(25)
    let n = Double(last.count)
    for i in 0 ..< 3 {
      for j in 0 ..< 3 {
        let means = (last.reduce(0) { $0 + $1[i] } / n, last.reduce(0) { $0 + $1[j] } / n)
        let expected = last.reduce(0) { $0 + ($1[i] - means.0) * ($1[j] - means.1) } / n
        #expect(abs(covariance[i, j] - expected) < 1e-18)
        #expect(covariance[i, j] == covariance[j, i])
      }
    }
  }

  @Test(arguments: [20, 21, 60]) func theWeightedOneFollowsItsRecursion(count: Int) throws {
    let covariance = try #require(running(.ewma(decay: 0.97), count).covariance)
    for i in 0 ..< 3 {
      for j in 0 ..< 3 {
        let products = days.prefix(count).map { $0[i] * $0[j] }
        let first = products.prefix(20).reduce(0, +) / 20
        let expected = products.reduce(first) { 0.97 * $0 + 0.03 * $1 }
        #expect(abs(covariance[i, j] - expected) < 1e-18)
        #expect(covariance[i, j] == covariance[j, i])
      }
    }
  }

  @Test func tooFewDaysHaveNoCovariance() {
    #expect(running(.sample(window: 25), 1).covariance == nil)
    #expect(running(.ewma(decay: 0.97), 19).covariance == nil)
    #expect(CovarianceModel.sample(window: 25).minimumObservations == 2)
    #expect(CovarianceModel.ewma(decay: 0.97).minimumObservations == 20)
  }

  @Test func aDayOfAnotherWidthTraps() async {
    await #expect(processExitsWith: .failure) {
      var running = RunningCovariance(.sample(window: 5), order: 2)
      let day = [0.01]
      running.observe(day.span)
    }
  }
}
