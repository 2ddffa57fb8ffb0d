import Foundation
import Testing

/// Tables of tiers built from prices.
@Suite struct TierBuildTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(700), to: "A.csv")
  }

  @Test func largerPositionsNeedHigherTiers() throws {
    let run = try sandbox.margin(
      "account", "build-tiers", "A.csv", "--caps", "1e5,1e6,1e7,4e7", "--volume", "1e7",
      "--spread", "0.001", "--fee", "0.0005", "--to", "csv", "--output", "tiers.csv", "--quiet")
    #expect(run.code == 0, "\(run.error)")
    let rates = try sandbox.read("tiers.csv").split(separator: "\n").dropFirst()
      .compactMap { Double($0.split(separator: ",", omittingEmptySubsequences: false)[4]) }
    #expect(rates.count >= 2 && rates == rates.sorted() && (rates.last ?? 0) > rates[0])
    #expect(try sandbox.margin("account", "tiers", "tiers.csv").code == 0)
    let refused = try sandbox.margin(
      "account", "build-tiers", "A.csv", "--caps", "1e6,1e5", "--volume", "1e7")
    #expect(refused.code == 2 && refused.error.contains("--caps: do not ascend"))
  }

  @Test func sizesBetweenTheCapsAreCovered() throws {
    // A bar trades 1e6 of which a tenth is taken: a bar more every 1e5, with two caps alone.
    func maintenance(_ arguments: String...) throws -> [String: Any] {
      let run = try sandbox.margin(arguments + ["--format", "json", "--quiet"])
      return try #require(run.json, "\(run.error)")
    }
    let built = try sandbox.margin(
      "account", "build-tiers", "A.csv", "--caps", "2.5e5,1e6", "--volume", "1e6", "--to", "csv",
      "--output", "tiers.csv", "--quiet")
    #expect(built.code == 0, "\(built.error)")
    for (size, bars) in [("100000", "1"), ("200000", "2"), ("300000", "3"), ("900000", "9")] {
      let table = try maintenance("account", "tiers", "tiers.csv", "--at", size)
      let position = ((table["tables"] as? [[String: Any]])?[0]["positions"] as? [[String: Any]])?[
        0]
      let text = try #require(position?["maintenanceMargin"] as? String)
      let margin = try #require(Double(text))
      let schedule = try maintenance("calibrate", "A.csv", "--horizon", bars)
      let instrument = try #require((schedule["instruments"] as? [[String: Any]])?.first)
      let rates = try ["long", "short"].map { name in
        let side = try #require(instrument[name] as? [String: Any])
        let steps = try #require(side["steps"] as? [[String: Any]])
        return try #require(steps.last { $0["step"] as? String != "rounding" }?["rate"] as? Double)
      }
      // The schedule shows six decimals.
      let rate = try #require(rates.max()) - 5e-7
      #expect(margin >= rate * (Double(size) ?? .infinity), "\(size)")
    }
  }

  @Test func capsAndVolumesFollowFromTheFile() throws {
    let prices = Prices.csv(700).split(separator: "\n")
    let volumes = prices.enumerated().map { $0 == 0 ? "\($1),volume" : "\($1),1000000" }
    try sandbox.write(volumes.joined(separator: "\n") + "\n", to: "A.csv")
    let run = try sandbox.margin("account", "build-tiers", "A.csv", "--quiet")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("the median of the last 250 bars"), "\(run.output)")
    try sandbox.write(Prices.csv(700), to: "B.csv")
    let refused = try sandbox.margin("account", "build-tiers", "B.csv", "--quiet")
    #expect(refused.code == 2 && refused.error.contains("--volume"), "\(refused.error)")
    let slow = try sandbox.margin(
      "account", "build-tiers", "B.csv", "--caps", "1e9", "--volume", "1e6", "--quiet")
    #expect(slow.code == 2 && slow.error.contains("(slow-closing)"), "\(slow.error)")
  }
}
