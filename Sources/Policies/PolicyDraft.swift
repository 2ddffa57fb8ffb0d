internal import Margin
internal import RiskMeasures
internal import Text

/// A completed policy as far as its tables are right by themselves: what is checked across keys.
struct PolicyDraft {
  let tree: JSON
  let preset: String
  /// Nil, as the others, where the table has a fault.
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

  /// What the keys say against each other, as far as they are right by themselves.
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
      + Self.fault { () throws(KeyFault) in try checkLadder(margin) }
  }

  private static func fault(of check: () throws(KeyFault) -> Void?) -> [KeyFault] {
    do throws(KeyFault) {
      _ = try check()
      return []
    } catch {
      return [error]
    }
  }

  /// Refuses a second option of Article 28(1), an option elsewhere, and a regulated preset without minimum.
  private func checkArticle28(_ margin: MarginConfiguration) throws(KeyFault) {
    let path = DocumentPath(["margin", "article-28-option"])
    let isEMIR = preset.hasPrefix("emir-")
    if isEMIR || preset == "cftc" || preset == "umr", margin.hardMinimum == .none {
      throw KeyFault(
        path: DocumentPath(["margin", "hard-minimum"]),
        problem: "preset \(preset) publishes no less than it calculates",
        remedy: "write \"calculated-rate\", or take another preset")
    }
    guard isEMIR else {
      guard margin.article28Option == nil else {
        throw KeyFault(
          path: path, problem: "only emir presets take an option of Article 28(1)",
          remedy: "remove it and write the [[step]], or take preset emir-etd")
      }
      return
    }
    guard let option = margin.article28Option else { return }
    for (index, step) in steps.enumerated() {
      guard let other = step?.parameters.article28Option, other != option else { continue }
      throw KeyFault(
        path: DocumentPath(["step"]).element(index + 1),
        problem: "is option \(other.rawValue) of Article 28(1) beside option \(option.rawValue)",
        remedy: "write margin.article-28-option = \"\(other.rawValue)\", or remove the step")
    }
  }

  /// Refuses a ladder without order.
  private func checkLadder(_ margin: MarginConfiguration) throws(KeyFault) {
    guard let ladder = margin.leverageLadder else { return }
    let ascends = zip(ladder, ladder.dropFirst()).allSatisfy { $0 < $1 }
    guard !ladder.isEmpty, ascends, ladder.allSatisfy({ ($0 * 100).rounded() / 100 == $0 })
    else {
      throw KeyFault(
        path: DocumentPath(["margin", "leverage-ladder"]),
        problem: "is no ascending list of leverages with at most two decimal places",
        remedy: "write rungs in order, for example [1, 2, 5, 10]")
    }
  }

  /// Checks what the keys of a step say together, and against the margin.
  private func check(_ step: StepConfiguration, number: Int) throws(KeyFault) {
    let path = DocumentPath(["step"]).element(number).appending(step.name)
    try step.parameters.check(at: path)
    guard let weight = step.parameters as? StressWeightParameters, weight.blend == .mixture,
      margin?.measure == .expectedShortfall || weight.period == "hypothetical"
    else { return }
    throw KeyFault(
      path: path.appending("blend"),
      problem: "a mixture is a value at risk of observations",
      remedy: "write measure = \"value-at-risk\" and a period of the data, or another blend")
  }
}
