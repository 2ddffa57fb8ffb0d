import Documents
import Margin
import Text

/// Tier tables: read, used at a notional, converted, read again.
struct FuzzedTiers: FuzzedInput {
  let name = "tiers"
  let share = 900

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let path = try folder.write(Self.csv, to: "seed.csv")
    let document = try TierDocument(contentsOf: path)
    // Hyperliquid's file of several tables is written, not detected.
    let written = TierFormat.allCases.filter { $0.rawValue != "hyperliquid" }
      .compactMap { try? document.written(as: $0).text }
    return (written + [Self.csv, Self.hyperliquid, Self.cliff]).map { Array($0.utf8) }
  }

  private static let csv = """
    symbol,min_notional,max_notional,mmr,max_leverage
    BTC/USDT:USDT,0,50000,0.004,125
    BTC/USDT:USDT,50000,250000,0.005,100
    BTC/USDT:USDT,250000,3000000,0.01,50
    ETH/USDT:USDT,0,1000,0.01,50
    ETH/USDT:USDT,1000,100000,0.025,20

    """
  private static let cliff =
    "symbol,min_notional,max_notional,mmr,max_leverage,rule\nX,0,9,0.02,20,cliff\n"
  private static let hyperliquid =
    #"[[56,{"description":"BTC","marginTiers":[{"lowerBound":"0.0","maxLeverage":40},"#
    + #"{"lowerBound":"150000000.0","maxLeverage":20}]}]]"#

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    var options = TierReadOptions()
    if mutant.number % 3 == 1 { options.repair = .asked }
    if mutant.number % 5 == 1 { options.rule = .cliff }
    let document = try TierDocument(contentsOf: mutant.path, options)
    for table in document.tables { use(table, &checks) }
    for format in TierFormat.allCases {
      let written: (text: String, losses: [String])
      do throws(InputError) {
        written = try document.written(as: format)
      } catch {
        checks.isSaid(error.code, error.message)
        continue
      }
      guard format == .csv else { continue }
      let path = try mutant.folder.write(written.text, to: "again.csv")
      do throws(InputError) {
        var options = options
        options.repair = .refused
        let again = try TierDocument(contentsOf: path, options)
        checks.expect(
          again.tables.map(\.tiers.count) == document.tables.map(\.tiers.count),
          "other tiers as CSV")
      } catch {
        checks.expect(false, "its CSV is not read back: \(error.message)")
      }
    }
  }

  private func use(_ table: TierTable, _ checks: inout FuzzChecks) {
    for size in ["0", "0.5", "49999.99", "250000", "3000000000", "1e18"] {
      guard let notional = DecimalNumber(size) else { continue }
      do throws(TierFault) {
        let maintenance = try table.maintenanceMargin(of: notional)
        let initial = try table.initialMargin(of: notional)
        checks.isFinite(maintenance.doubleValue, "maintenance margin")
        checks.isFinite(initial.doubleValue, "initial margin")
      } catch {
        checks.isSaid(error.code, error.message)
      }
    }
    _ = TierComparison(from: table, to: table)
  }
}
