import ArgumentParser
import Calibration
import Margin
import MarketData
internal import Policies

/// Options for the threshold of a large change, the affected leverages, and phasing in.
struct ComparisonFlags: ParsableArguments {
  @Option(
    .limit(like: 0.15), "Relative change of a rate, up or down, above which it is flagged.",
    name: "fraction")
  var threshold = RelativeLimit.general

  @Option(
    .limit(like: 0.05), "The same for the instruments of --collateral.", name: "fraction")
  var collateralThreshold = RelativeLimit.collateral

  @Option(
    .list(of: .name, like: "BTC,ETH"), "Instruments that serve as collateral.", name: "a,b")
  var collateral: [String] = []

  @Option(
    .list(of: .leverage, like: "2,5,10"), "Leverages of the reference positions.",
    name: "2,5,10")
  var leverages = ComparisonOptions.standardLeverages

  @Option(
    .limit(from: 0.01, like: 0.25), "Largest relative rise of a rate in one stage.",
    name: "fraction")
  var maximumStep = RelativeLimit.stage

  @Option(.choice, "How the stages of a rise are chosen.", name: "rule")
  var path = PhasedPath.Rule.equalRatio

  func options() throws(ToolFailure) -> ComparisonOptions {
    guard !collateral.isEmpty || collateralThreshold == .collateral else {
      throw ToolFailure(
        "--collateral-threshold", "no instrument is named as collateral",
        remedy: "add --collateral, or remove the option")
    }
    var options = ComparisonOptions()
    options.threshold = threshold
    options.collateralThreshold = collateralThreshold
    options.collateral = Set(collateral.map(InstrumentID.init(rawValue:)))
    options.leverages = leverages.sorted()
    options.maximumStep = maximumStep
    options.path = path
    return options
  }
}

extension ValueForm<RelativeLimit> {
  /// A value form for a relative change above zero.
  fileprivate static func limit(from least: Double = 0.000_001, like example: Double) -> Self {
    ValueForm(
      expected: "a fraction \(least < 0.01 ? "above 0 and up" : "from \(least)") to 100 "
        + "of at most six decimals, "
        + "for example \(example)",
      read: { text in Double(text).flatMap { $0 >= least ? RelativeLimit($0) : nil } },
      text: { NumberRule.text($0.fraction) })
  }
}

extension ValueForm<Leverage> {
  fileprivate static var leverage: Self {
    ValueForm(
      expected: "a leverage from 0.01 to 1000000 of at most two decimals, for example 12.5",
      read: { text in
        guard let number = Double(text), number >= 0.01, number <= 1e6,
          (number * 100).rounded() / 100 == number
        else { return nil }
        return Leverage(hundredths: Int((number * 100).rounded()))
      }, text: { NumberRule.text($0.multiple) })
  }
}
