import Accounts
import Calibration
import Documents
import Forecasting
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Text

/// Clients from a file, replayed under constant margins.
struct FuzzedPopulations: FuzzedInput {
  let name = "populations"
  let fileName = "mutant.json"
  let share = 400

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let clients = (1 ... 4).map { number in
      #"{"side":"\#(number % 2 == 0 ? "long" : "short")","notional":\#(number * 30_000),"leverage":\#(number * 5),"owner":"\#(number % 3)"}"#
    }
    return [
      #"{"schema":"margin.population/1","accounts":["# + clients.joined(separator: ",\n") + "]}",
      #"{"accounts":[{"side":"long","notional":1e6,"leverage":50}]}"#,
    ].map { Array($0.utf8) }
  }

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let clients = try PopulationFile(contentsOf: mutant.path).clients
    checks.expect(!clients.isEmpty, "no clients")
    guard mutant.isOne(in: 4) else { return }
    let tiers = try mutant.folder.write(
      "symbol,min_notional,max_notional,mmr,max_leverage\nA,0,500000,0.03,20\nA,500000,1e18,0.1,8\n",
      to: "tiers.csv")
    var rules = ReplayRules()
    rules.marginsByOwner = mutant.number % 2 == 0
    let simulation = Simulation(
      population: .stated(clients), rules: rules, fund: Amount(nearest: 1e5), seed: 1)
    do throws(SimulationError) {
      let outcomes = try await simulation.outcomes(
        of: [FuzzSamples.short], under: [.init("tiers", try Self.document(tiers))], jobs: 1)
      checks.expect(outcomes.count == 1, "no outcome")
    } catch {
      checks.isSaid("simulation", error.problem)
    }
  }

  private static func document(_ path: String) throws(SimulationError) -> TierDocument {
    (try? TierDocument(contentsOf: path)) ?? TierDocument(tables: [])
  }
}
