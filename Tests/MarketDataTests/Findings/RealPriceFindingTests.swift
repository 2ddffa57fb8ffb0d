import Foundation
import MarketData
import TestSupport
import Testing

/// What the screen says about files whose faults are known.
struct RealPriceFindingTests {
  /// Date and close, ascending; blanks are left out.
  private func findings(_ path: String, column: Int) throws -> [DataFinding] {
    let text = try String(contentsOf: SharedFile(path).located(), encoding: .utf8)
    var bars: [(Timestamp, Double)] = []
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count > column, let date = CalendarDate(String(cells[0].prefix(10))),
        let close = Double(cells[column])
      else { continue }
      bars.append((Timestamp(date), close))
    }
    bars.sort { $0.0 < $1.0 }
    try #require(bars.count >= 20)
    return DataScreen().findings(
      in: SimulatedPrices.history(bars.map(\.1), at: bars.map(\.0)))
  }

  private static let folder = SharedFile("data/INDEX.md")

  @Test(
    .enabled(if: folder.isWanted),
    arguments: [
      ("crypto_daily/btc_usd_yahoo_2014_2024.csv", 4),
      ("crypto_daily/eth_usd_yahoo_2017_2024.csv", 4),
      ("crypto_daily/xrp_usd_yahoo_2017_2025.csv", 1),
      ("equities_daily/spx_yahoo_vega_2000_2020.csv", 4),
      ("equities_daily/us_20_stocks_skfolio_1990_2022_wide.csv", 1),
      ("fx_commodities_rates_vol/brent_spot_eia_daily_1987_2026.csv", 1),
      ("fx_commodities_rates_vol/vix_cboe_daily_1990_2026.csv", 4),
      ("vendor_formats/quandl_wiki_descending_aig_2008_raw.csv", 4),
    ])
  func crashesAreNotFaults(path: String, column: Int) throws {
    let found = try findings("data/" + path, column: column)
    #expect(found.isEmpty, "\(found.map(\.message))")
  }

  @Test(
    .enabled(if: folder.isWanted),
    arguments: [
      ("ibm_lean_unadjusted_1998_2021.csv", "1999-05-27"),
      ("bac_lean_unadjusted_1998_2021.csv", "2004-08-30"),
    ])
  func realSplitsAreDated(path: String, date: String) throws {
    let found = try findings("data/equities_daily/" + path, column: 4)
    #expect(found.kinds == [.splitLikeJump])
    #expect(found.first?.times?.upperBound == Timestamp(.known(date)))
    #expect(found.first?.message.contains("near 1:2") == true)
  }

  @Test(
    .enabled(if: folder.isWanted),
    arguments: [
      ("4063-T-1d-bad-stock-split", DataFinding.Kind.splitLikeJump),
      ("SPM-MI-1d-bad-stock-split", .splitLikeJump),
      ("ALPHA-PA-1d-bad-stock-split", .revertingPrint),
      ("AET-L-1d-100x-error", .unitJump),
    ])
  func faultsOfAVendorAreFoundAndTheirRepairsAreClean(
    name: String, kind: DataFinding.Kind
  ) throws {
    let path = "data/vendor_formats/yahoo_dirty_" + name
    #expect(try findings(path + "_raw.csv", column: 4).kinds == [kind, .shortHistory])
    #expect(try findings(path + "-fixed_raw.csv", column: 4).kinds == [.shortHistory])
  }

  @Test(
    .enabled(if: folder.isWanted),
    arguments: [
      ("12_split_2_for_1_unadjusted.csv", [DataFinding.Kind.splitLikeJump]),
      ("14_pence_to_pounds_100x_shift.csv", [.unitJump]),
      ("16_sixty_days_frozen.csv", [.frozenPrices]),
      ("18_negative_price.csv", [.nonPositivePrice]),
      ("32_yield_crosses_zero.csv", [.nonPositivePrice]),
      ("34_all_constant.csv", [.frozenPrices]),
      ("52_log_return_pct_positive_only_start.csv", [.looksLikeReturns]),
      ("70_future_last_date.csv", [.hole, .futureDate]),
      ("72_relaunch_40000x.csv", [.hole, .stepChange]),
      ("76_shuffled_rows.csv", []),
      ("78_first_print_738x_too_small.csv", [.stepChange]),
      ("x100.csv", [.revertingPrint]),
      ("zero.csv", [.nonPositivePrice]),
      ("input2_gapNA.csv", []),
      ("cli_newlist20.csv", [.shortHistory]),
    ])
  func madeUpFaultsAreFoundAndNothingElse(file: String, kinds: [DataFinding.Kind]) throws {
    let found = try findings("cases/data/" + file, column: 1)
    #expect(found.kinds == kinds, "\(found.map(\.message))")
  }
}
