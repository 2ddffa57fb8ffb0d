import Dependence
import Instruments
import LinearAlgebra
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Volatility

/// The four-index portfolio of Hull on 25 September 2008, where its data lie beside the package.
struct HullPortfolioTests {
  static let file = SharedFile("vectors/open/data/hull_four_index_usd.csv")
  /// Half a unit of the printed third digit, as the cases name it, in thousands of dollars.
  static let money = 0.0006
  static let total = 10_000.0

  private let holdings = [4000.0, 3000, 1000, 2000]

  private func assetReturns() throws -> [[Double]] {
    let columns = try ReferenceFile.columns(try Self.file.located())
    return ["DJIA", "FTSE", "CAC", "NIKKEI"].map { name in
      let levels = columns[name] ?? []
      return zip(levels.dropFirst(), levels).map { $0 / $1 - 1 }
    }
  }

  private func portfolio(_ assets: [[Double]]) -> [Double] {
    assets[0].indices.map { day in
      zip(holdings, assets).reduce(0) { $0 + $1.0 * $1.1[day] } / Self.total
    }
  }

  /// The daily returns of the portfolio.
  func days() throws -> [Double] { portfolio(try assetReturns()) }
  /// The 500 losses of the portfolio, in thousands of dollars.
  func dailyLosses() throws -> [Double] { portfolio(try assetReturns()).map { -$0 * Self.total } }

  private func ranked(_ returns: [Double]) -> [Double] {
    returns.map { -$0 * Self.total }.sorted(by: >)
  }

  /// The start that both of Hull's tables use: the variance of all days, divisor n − 1.
  private func ewma(_ returns: [Double]) -> EWMA {
    EWMA(decay: 0.94, startUp: .variance(SampleMoments(returns.span).sampleVariance ?? .nan))
  }

  /// Each return over the volatility forecast of its day, and the forecast of the day after all.
  private func standardized(_ returns: [Double]) -> ([Double], Double) {
    var filter = ewma(returns).makeFilter()
    var standardized: [Double] = []
    for r in returns {
      standardized.append(r / (filter.variance ?? .nan).squareRoot())
      filter.observe(r)
    }
    return (standardized, (filter.variance ?? .nan).squareRoot())
  }

  @Test(.enabled(if: file.isWanted)) func historicalSimulationGivesThePrintedTable() throws {
    let expected = try Cases.vector("hull.hs")["expected"]
    let days = portfolio(try assetReturns())
    #expect(days.count == 500)
    #expect(
      isClose(-days[0] * Self.total, try expected["scenario1"]["loss"].number, absolute: Self.money)
    )
    #expect(
      isClose(-days[1] * Self.total, try expected["scenario2_loss"].number, absolute: Self.money))
    let table = try expected["ranked"].list
    for (loss, row) in zip(ranked(days), table) {
      #expect(isClose(loss, try row["loss_kUSD"].number, absolute: Self.money))
    }
    let model = Historical(
      window: 500, quantileConvention: .kthWorst, horizonRule: .squareRootOfTime)
    let day = try model.losses(after: days)
    let ten = try model.losses(after: days, over: 10)
    let c = try level(0.99)
    #expect(isClose(day.valueAtRisk(at: c) * Self.total, 253.385, absolute: Self.money))
    #expect(
      isClose(
        day.expectedShortfall(at: c) * Self.total,
        try expected["ES99_published_mean_of_5_worst"].number, absolute: Self.money))
    #expect(
      isClose(
        ten.valueAtRisk(at: c) * Self.total, try expected["VaR99_10day_sqrt"].number,
        absolute: Self.money))
  }

  @Test(.enabled(if: file.isWanted)) func everyAssetScaledByItsOwnVolatilityGivesTheTable() throws {
    let expected = try Cases.vector("hull.volscaled")["expected"]
    let printed = try expected["sigma_today_pct"].numbers
    var scaled: [[Double]] = []
    for (asset, percent) in zip(try assetReturns(), printed) {
      let (standardized, today) = self.standardized(asset)
      #expect(isClose(today * 100, percent, relative: 1e-9))
      scaled.append(standardized.map { $0 * today })
    }
    let table = try expected["ranked"].list
    for (loss, row) in zip(ranked(portfolio(scaled)), table) {
      #expect(isClose(loss, try row["loss"].number, absolute: Self.money))
    }
    let losses = try Historical(window: 500, quantileConvention: .kthWorst)
      .losses(after: portfolio(scaled))
    #expect(
      isClose(
        losses.valueAtRisk(at: try level(0.99)) * Self.total, try expected["VaR99_kUSD"].number,
        absolute: Self.money))
  }

  @Test(.enabled(if: file.isWanted))
  func thePortfolioScaledByItsVolatilityGivesTheFifthWorst() throws {
    let expected = try Cases.vector("hull.volscaled.portfolio")["expected"]
    let days = portfolio(try assetReturns())
    let model = VolatilityWeightedHistorical(
      window: 500, volatility: ewma(days), returnConvention: .simple,
      quantileConvention: .kthWorst)
    let losses = try model.losses(after: days)
    #expect(
      isClose(
        losses.valueAtRisk(at: try level(0.99)) * Self.total, try expected["VaR99_kUSD"].number,
        relative: 1e-9))
    #expect(
      isClose(losses.returns.scale * Self.total, try expected["sd_today"].number, relative: 1e-9))
    let table = try expected["ranked"].list
    for (value, row) in zip(losses.returns.ascending, table) {
      let loss = -value * losses.returns.scale * Self.total
      #expect(isClose(loss, try row["loss"].number, relative: 1e-9))
    }
  }

  @Test(.enabled(if: file.isWanted)) func modelBuildingGivesBothPrintedValues() throws {
    let vector = try Cases.vector("hull.modelbuilding")["expected"]
    var running = RunningCovariance(.sample(window: 500), order: 4)
    let returns = try assetReturns()
    for place in returns[0].indices {
      let day = returns.map { $0[place] }
      running.observe(day.span)
    }
    let covariance = try #require(running.covariance)
    var variance = 0.0
    let matrix = try vector["equal"]["cov"].list
    for (i, row) in matrix.enumerated() {
      let elements = try row.numbers
      for (j, wanted) in elements.enumerated() {
        #expect(isClose(covariance[i, j], wanted, relative: 1e-8))
        variance += holdings[i] * holdings[j] * covariance[i, j]
      }
    }
    #expect(isClose(variance, try vector["equal"]["variance"].number, relative: 1e-8))
    let c = try level(0.99)
    let equal = SidedLosses(
      LocationScaleReturns.normal(
        mean: 0, standardDeviation: variance.squareRoot(), convention: .simple),
      contract: .linear, side: .long)
    #expect(
      isClose(
        equal.valueAtRisk(at: c), try vector["equal"]["VaR99_kUSD"].number, absolute: Self.money))
    // An EWMA of the covariance is one of the portfolio: both are linear in their start.
    let days = portfolio(try assetReturns())
    let weighted = try EWMAModel(window: 500, volatility: ewma(days)).losses(after: days)
    #expect(
      isClose(
        weighted.valueAtRisk(at: c) * Self.total, try vector["ewma"]["VaR99_kUSD"].number,
        absolute: Self.money))
    let sigma = weighted.returns.volatility * Self.total
    #expect(isClose(sigma * sigma, try vector["ewma"]["variance"].number, relative: 1e-9))
  }
}

/// The monthly hedge fund indices of PerformanceAnalytics, where they lie beside the package.
struct HedgeFundIndexTests {
  static let file = SharedFile("vectors/open/data/edhec.csv")

  /// The monthly returns of an index.
  func column(_ name: String) throws -> [Double] {
    let key = name.split(whereSeparator: { " /".contains($0) }).joined(separator: "_")
    return try #require(try ReferenceFile.columns(try Self.file.located())[key])
  }

  @Test(.enabled(if: file.isWanted)) func historicalAndGaussianColumnsAgree() throws {
    let vector = try Cases.vector("pa.edhec.published")
    let peers = try vector["peers"]["full_precision"]
    let names = try vector["inputs"]["columns"].list
    for (index, name) in names.enumerated() {
      let returns = try column(try name.text)
      let historical = try Historical(
        window: 293, quantileConvention: .hyndmanFan(type: 7)
      ).losses(after: returns)
      let gaussian = try NormalModel(window: 293).losses(after: returns)
      for c in [0.95, 0.99] {
        var wanted: [Double] = []
        for measure in ["VaR_historical_", "VaR_gaussian_", "ES_gaussian_"] {
          let column = try peers[measure + String(c)].numbers
          wanted.append(column[index])
        }
        // Printed as 15 digits of returns of about a hundredth.
        #expect(isClose(-historical.valueAtRisk(at: try level(c)), wanted[0], absolute: 1e-14))
        #expect(isClose(-gaussian.valueAtRisk(at: try level(c)), wanted[1], absolute: 1e-14))
        #expect(isClose(-gaussian.expectedShortfall(at: try level(c)), wanted[2], absolute: 1e-14))
        let shortfall = try meanAtOrBeyondTypeSeven(of: returns, at: try level(c))
        let printed = try peers["ES_historical_" + String(c)].numbers
        #expect(isClose(-shortfall, printed[index], absolute: 1e-14))
      }
    }
  }

  /// Its historical expected shortfall: the mean of all losses at or beyond the quantile of type 7.
  private func meanAtOrBeyondTypeSeven(
    of returns: [Double], at level: ConfidenceLevel
  ) throws -> Double {
    let losses = returns.map(-).sorted()
    let rank = try #require(
      QuantileConvention.hyndmanFan(type: 7).rank(
        millionths: level.millionths, count: losses.count))
    let quantile = rank.value(inAscending: losses.span)
    let tail = losses.drop { $0 < quantile }
    return tail.reduce(0, +) / Double(tail.count)
  }

  @Test(.enabled(if: file.isWanted)) func theFirstHundredMonthsGiveThePublishedBaseline() throws {
    let expected = try Cases.vector("pa.edhec.baseline100")["expected"]
    let returns = Array(try column("Convertible Arbitrage").prefix(100))
    let gaussian = try NormalModel(window: 100).losses(after: returns)
    let historical = try Historical(window: 100, quantileConvention: .hyndmanFan(type: 7))
      .losses(after: returns)
    let c = try level(0.95)
    let tolerance = 6e-7
    #expect(
      isClose(
        -gaussian.valueAtRisk(at: c), try expected["VaR_gaussian_col1"].number, absolute: tolerance)
    )
    #expect(
      isClose(
        -gaussian.expectedShortfall(at: c), try expected["ES_gaussian_col1"].number,
        absolute: tolerance))
    #expect(
      isClose(
        -historical.valueAtRisk(at: c), try expected["VaR_historical_col1"].number,
        absolute: tolerance))
    #expect(
      isClose(
        -(try meanAtOrBeyondTypeSeven(of: returns, at: c)),
        try expected["ES_historical_col1"].number, absolute: tolerance))
  }
}
