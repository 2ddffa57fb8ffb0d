import ArgumentParser
import Calibration
import Margin
import MarketData

/// What counts as a large change, for whom its effect is told, and how it may be phased in.
struct ComparisonFlags: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The relative change, either direction, above which a rate's is flagged. (default: 0.15)",
      valueName: "fraction"))
  var threshold: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The same for instruments that are collateral. (default: 0.05)", valueName: "fraction"))
  var collateralThreshold: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Instruments that are collateral.", valueName: "a,b"))
  var collateral: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The leverages of reference positions. (default: 2,3,5,10,20,25,50,100)",
      valueName: "2,5,10"))
  var leverages: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest relative rise of a rate in one stage. (default: 0.25)", valueName: "fraction"))
  var maximumStep: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The stages: \(PhasedPath.Rule.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "(default: equal-ratio)", valueName: "rule"))
  var path: String?

  func options() throws(ToolFailure) -> ComparisonOptions {
    var options = ComparisonOptions()
    if let limit = try FlagValue("--threshold", threshold)?.limit(0.15) {
      options.threshold = limit
    }
    if let limit = try FlagValue("--collateral-threshold", collateralThreshold)?.limit(0.05) {
      guard collateral != nil else {
        throw ToolFailure(
          "--collateral-threshold", "no instrument is named as collateral",
          remedy: "name some with --collateral")
      }
      options.collateralThreshold = limit
    }
    if let names = try FlagValue("--collateral", collateral)?.items() {
      options.collateral = Set(names.map(InstrumentID.init(rawValue:)))
    }
    if let leverages = try FlagValue("--leverages", leverages)?.leverages() {
      options.leverages = leverages
    }
    if let step = try FlagValue("--maximum-step", maximumStep)?.limit(0.25, from: 0.01) {
      options.maximumStep = step
    }
    options.path = try FlagValue("--path", path)?.choice() ?? .equalRatio
    return options
  }
}

extension FlagValue {
  /// A relative change above zero.
  fileprivate func limit(
    _ example: Double, from least: Double = 0.000_001
  ) throws(ToolFailure) -> RelativeLimit {
    let number = try number(example)
    guard number >= least, let limit = RelativeLimit(number) else {
      throw ToolFailure(
        flag,
        "\"\(text)\" is no relative change from \(least == 0.01 ? "0.01" : "0.000001") to 100",
        remedy: "write a fraction of six decimals at most, for example \(example)")
    }
    return limit
  }

  /// Leverages divided by commas, each once, ascending.
  fileprivate func leverages() throws(ToolFailure) -> [Leverage] {
    try items().map { item throws(ToolFailure) in
      guard let number = Double(item), number >= 0.01, number <= 1e6,
        (number * 100).rounded() / 100 == number
      else {
        throw ToolFailure(
          flag, "\"\(item)\" is no leverage",
          remedy: "write multiples from 0.01 with two decimals at most, for example 10 or 12.5")
      }
      return Leverage(hundredths: Int((number * 100).rounded()))
    }.sorted()
  }
}
