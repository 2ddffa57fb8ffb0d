import Calibration
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import TestSupport
import Testing

/// What the calculated rate rises with, where validity says that it does.
@Suite struct MonotoneRateTests {
  private let history = RunSamples.history(RunSamples.normals(900))

  private func calculated(_ toml: String) async throws -> [Double] {
    let resolved = try CalibrationConfiguration(toml: "preset = \"plain\"\n" + toml).resolved()
    let bars = resolved.policy.periodOfRisk.count
    let model = try resolved.model.model(
      quantileConvention: .predictive, seed: 1, over: Horizon(bars: bars),
      at: [resolved.policy.measure.level])
    let schedules = await Calibrator(
      CalibrationPlan(model: model, policy: resolved.policy)
    ).schedules(for: [history], extent: .lastDate)
    let entry = try #require(schedules.first?.last)
    return [entry.long, entry.short].compactMap { $0?.waterfall.unrounded }
  }

  private func expectRises(_ policies: [String]) async throws {
    var last = [0.0, 0]
    for policy in policies {
      let rates = try await calculated(policy)
      #expect(rates.count == 2 && rates[0] >= last[0] && rates[1] >= last[1], "\(policy)")
      last = rates
    }
  }

  @Test(arguments: ["historical", "volatility-weighted-historical", "normal", "ewma"])
  func inTheLevel(model: String) async throws {
    try await expectRises(
      [0.9, 0.95, 0.975, 0.99, 0.995].map { "[model.\(model)]\n[margin]\nlevel = \($0)\n" })
  }

  @Test func inFeeAndSpread() async throws {
    try await expectRises(
      [0.0, 0.0005, 0.001, 0.01].map {
        "[[step]]\nfee = { rate = \($0) }\n[[step]]\nspread = { mean = \($0) }\n"
      })
  }

  @Test func inTheOutageForTheWorstPriceWithinThePeriod() async throws {
    // Whatever the period, the excursion contains that of a shorter one from the same start.
    try await expectRises(
      (0 ... 4).map { outage in
        "[model.historical]\nwindow = 800\nhorizon-rule = \"adverse-excursion\"\n[margin]\n"
          + "liquidation = { notional = 1e5, volume = 1e6, outage-bars = \(outage) }\n"
      })
  }
}
