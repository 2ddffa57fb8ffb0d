internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// A completed policy whose tables are individually valid, before checks across keys.
struct PolicyDraft {
  let tree: JSON
  let preset: String
  /// Nil, like the other tables, if the table has a fault.
  let model: ModelConfiguration?
  let margin: MarginConfiguration?
  let steps: [StepConfiguration?]
  let run: RunConfiguration?

  init(_ tree: JSON, apartFrom faulty: [DocumentPath] = []) {
    func isRight(_ path: DocumentPath) -> Bool {
      !faulty.contains { zip($0.components, path.components).allSatisfy { $0 == $1 } }
    }
    func table(_ name: String) -> JSON? { isRight(DocumentPath([name])) ? tree[name] : nil }
    self.tree = tree
    preset = tree["preset"]?.string ?? Preset.plain.name
    model = table("model").flatMap { try? ModelConfiguration($0) }
    margin = table("margin").flatMap { try? $0.decoded() }
    run = table("run").flatMap { try? $0.decoded() }
    steps = (tree["step"]?.elements ?? []).enumerated().map { index, value in
      guard isRight(DocumentPath(["step"]).element(index + 1)) else { return nil }
      return try? StepConfiguration(value)
    }
  }

  /// The faults across keys whose tables are individually valid.
  var faults: [KeyFault] {
    let steps = steps.enumerated().flatMap { index, step in
      Self.fault { () throws(KeyFault) in
        try step.map { step throws(KeyFault) in try check(step, number: index + 1) }
      }
    }
    guard let margin else { return steps }
    return Self.fault { () throws(KeyFault) in try checkArticle28(margin) } + steps
      + Self.fault { () throws(KeyFault) in
        try model?.check(for: margin, at: DocumentPath(["model"]))
      }
      + Self.fault { () throws(KeyFault) in try checkLadder(margin) } + unitFaults(margin)
      + inertMarginFaults(margin)
  }

  private static func fault(of check: () throws(KeyFault) -> Void?) -> [KeyFault] {
    do throws(KeyFault) {
      _ = try check()
      return []
    } catch {
      return [error]
    }
  }

  /// Rejects a second Article 28(1) option, an option in another preset, and a regulated preset
  /// without a minimum.
  private func checkArticle28(_ margin: MarginConfiguration) throws(KeyFault) {
    let path = DocumentPath(["margin", "article-28-option"])
    let isEMIR = preset.hasPrefix("emir-")
    if isEMIR || preset == "cftc" || preset == "umr", margin.hardMinimum == .none {
      throw KeyFault(
        path: DocumentPath(["margin", "hard-minimum"]),
        problem: "preset \(preset) requires a hard minimum",
        remedy: "write \"calculated-rate\", or choose another preset")
    }
    guard isEMIR else {
      guard margin.article28Option == nil else {
        throw KeyFault(
          path: path, problem: "only emir presets have an Article 28(1) option",
          remedy: "remove it and write the [[step]], or choose preset emir-etd")
      }
      return
    }
    guard let option = margin.article28Option else { return }
    for (index, step) in steps.enumerated() {
      guard let other = step?.parameters.article28Option, other != option else { continue }
      throw KeyFault(
        path: DocumentPath(["step"]).element(index + 1),
        problem: "adds option \(other.rawValue) of Article 28(1) to option \(option.rawValue)",
        remedy: "write margin.article-28-option = \"\(other.rawValue)\", or remove the step")
    }
  }

  /// Rejects a ratio and a period that the other keys of the margin leave without effect.
  private func inertMarginFaults(_ margin: MarginConfiguration) -> [KeyFault] {
    let usual = Preset.all.first { $0.name == preset }?.tree["margin"]
    var inert: InertKeys = [:]
    if margin.covers == .both { inert["initial"] = "with covers = \"maintenance\" or \"initial\"" }
    if margin.liquidation != nil { inert["period-of-risk"] = "without a liquidation table" }
    return inert.sorted { $0.key < $1.key }.compactMap { key, condition in
      guard let value = tree["margin"]?[key], value != usual?[key],
        value != Preset.plain.tree["margin"]?[key]
      else { return nil }
      return KeyFault(
        path: DocumentPath(["margin", key]), isOfKey: true,
        problem: "\(key) has an effect only \(condition)",
        remedy: "remove \(key), or use it \(condition)")
    }
  }

  /// Rejects a leverage ladder that is not ascending.
  private func checkLadder(_ margin: MarginConfiguration) throws(KeyFault) {
    guard let ladder = margin.leverageLadder else { return }
    let ascends = zip(ladder, ladder.dropFirst()).allSatisfy { $0 < $1 }
    guard !ladder.isEmpty, ascends, ladder.allSatisfy({ ($0 * 100).rounded() / 100 == $0 })
    else {
      throw KeyFault(
        path: DocumentPath(["margin", "leverage-ladder"]),
        problem: "is not an ascending list of leverages with at most two decimal places",
        remedy: "write leverages in ascending order, such as [1, 2, 5, 10]")
    }
  }

  /// Rejects numbers that are relative to the price beside margins in price units.
  private func unitFaults(_ margin: MarginConfiguration) -> [KeyFault] {
    guard model?.unit == .price else { return [] }
    var paths = steps.enumerated().compactMap { index, step in
      step.flatMap { step in
        step.parameters.keyOfPriceFraction.map {
          DocumentPath(["step"]).element(index + 1).appending(step.name).appending($0)
        }
      }
    }
    if margin.leverageLadder != nil { paths.append(DocumentPath(["margin", "leverage-ladder"])) }
    return paths.map { path in
      KeyFault(
        path: path,
        problem: "is relative to the price, and margins of price differences are in price units",
        remedy: "remove it, or choose the return convention simple or log")
    }
  }

  /// Checks the keys of a step against each other and against the margin.
  private func check(_ step: StepConfiguration, number: Int) throws(KeyFault) {
    let path = DocumentPath(["step"]).element(number).appending(step.name)
    try step.check(at: path)
    guard let weight = step.parameters as? StressWeightParameters, weight.blend == .mixture,
      margin?.measure == .expectedShortfall || weight.period == "hypothetical"
    else { return }
    throw KeyFault(
      path: path.appending("blend"),
      problem: "a mixture requires value at risk and historical observations",
      remedy: "write measure = \"value-at-risk\" and a historical period, or choose another blend")
  }
}
