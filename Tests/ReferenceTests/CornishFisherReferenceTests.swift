import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

/// Modified value at risk as others compute it.
struct CornishFisherReferenceTests {
  @Test func theExpansionAndItsDomainAgree() throws {
    let vector = try Cases.vector("dist.cornish_fisher")
    let rows = try vector["expected"]["rows"].list
    #expect(rows.count == 15)
    for row in rows {
      let law = CornishFisher(
        skewnessParameter: try row["skew"].number, kurtosisParameter: try row["exkurt"].number)
      let z = Normal.quantile(of: try row["alpha"].number)
      #expect(isClose(law.value(at: z), try row["z_cf"].number, relative: 1e-10))
      // Every row lies within the domain.
      #expect(law.isMonotone)
      #expect(law.quantile(of: try row["alpha"].number) == law.value(at: z))
    }
  }
}

extension HedgeFundIndexTests {
  @Test(.enabled(if: file.isWanted)) func modifiedValuesAtRiskAgree() throws {
    let vector = try Cases.vector("pa.edhec.published")
    let peers = try vector["peers"]["full_precision"]
    let model = CornishFisherModel(window: 293, parameters: .sample)
    var forecasts = 0
    for (index, name) in try vector["inputs"]["columns"].list.enumerated() {
      let returns = try column(try name.text)
      let moments = SampleMoments(returns.span)
      let law = CornishFisher(
        skewnessParameter: try #require(moments.skewness),
        kurtosisParameter: try #require(moments.kurtosis) - 3)
      for c in [0.95, 0.99] {
        let wanted = try peers["VaR_modified_\(c)"].numbers[index]
        let z = Normal.quantile(of: try level(c).tailProbability)
        let expanded = moments.mean + moments.populationVariance.squareRoot() * law.value(at: z)
        // Printed as 15 digits of returns of about a hundredth.
        #expect(isClose(expanded, wanted, absolute: 1e-14))
        guard law.isMonotone else { continue }
        let losses = try model.losses(after: returns)
        #expect(isClose(-losses.valueAtRisk(at: try level(c)), wanted, absolute: 1e-14))
        forecasts += 1
      }
    }
    // The others lie outside the domain, which the package that printed them does not say.
    #expect(forecasts > 0 && forecasts < 26)
  }

  @Test(.enabled(if: file.isWanted)) func theModifiedBaselineOfAHundredMonthsAgrees() throws {
    let expected = try Cases.vector("pa.edhec.baseline100")["expected"]
    let returns = Array(try column("Convertible Arbitrage").prefix(100))
    let model = CornishFisherModel(window: 100, parameters: .sample)
    let value = try model.losses(after: returns).valueAtRisk(at: try level(0.95))
    #expect(isClose(-value, try expected["VaR_modified_col1"].number, absolute: 6e-7))
  }
}
