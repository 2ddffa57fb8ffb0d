internal import Margin

extension CalibrationConfiguration {
  /// Refuses a second option of Article 28(1), an option elsewhere, and a regulated preset without minimum.
  func checkArticle28() throws(ConfigurationProblem) {
    let path = ConfigurationPath(["margin", "article-28-option"])
    let isEMIR = preset.hasPrefix("emir-")
    if isEMIR || preset == "cftc" || preset == "umr", margin.hardMinimum == .none {
      throw ConfigurationProblem(
        path: ConfigurationPath(["margin", "hard-minimum"]),
        problem: "preset \(preset) publishes no less than it calculates",
        hint: "write \"calculated-rate\", or take another preset")
    }
    guard isEMIR else {
      guard margin.article28Option == nil else {
        throw ConfigurationProblem(
          path: path, problem: "only emir presets take an option of Article 28(1)",
          hint: "remove it and write the [[step]], or take preset emir-etd")
      }
      return
    }
    guard let option = margin.article28Option else { return }
    for (index, step) in steps.enumerated() {
      guard let other = step.article28Option, other != option else { continue }
      throw ConfigurationProblem(
        path: ConfigurationPath(["step"]).element(index + 1),
        problem: "is option \(other.rawValue) of Article 28(1) beside option \(option.rawValue)",
        hint: "write margin.article-28-option = \"\(other.rawValue)\", or remove the step")
    }
  }

  /// Refuses a ladder without order.
  func checkLadder() throws(ConfigurationProblem) {
    guard let ladder = margin.leverageLadder else { return }
    let ascends = zip(ladder, ladder.dropFirst()).allSatisfy { $0 < $1 }
    guard !ladder.isEmpty, ascends, ladder.allSatisfy({ ($0 * 100).rounded() / 100 == $0 })
    else {
      throw ConfigurationProblem(
        path: ConfigurationPath(["margin", "leverage-ladder"]),
        problem: "is no ascending list of leverages with at most two decimal places",
        hint: "write rungs in order, for example [1, 2, 5, 10]")
    }
  }

  /// Checks what the keys of each step say together.
  func checkSteps() throws(ConfigurationProblem) {
    for (number, step) in appliedSteps {
      let path = ConfigurationPath(["step"]).element(number ?? 1).appending(step.name)
      try step.parameters.check(at: path)
      guard let weight = step.parameters as? StressWeightParameters, weight.blend == .mixture,
        margin.measure == .expectedShortfall || weight.period == "hypothetical"
      else { continue }
      throw ConfigurationProblem(
        path: path.appending("blend"),
        problem: "a mixture is a value at risk of observations",
        hint: "write measure = \"value-at-risk\" and a period of the data, or another blend")
    }
  }
}

extension String {
  /// Whether the text has the shape of a date, 2008-09-01, with a month and a day that exist.
  package var isISODate: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (48 ... 57).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1 ... 12).contains(month)
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1 ... days[month - 1]).contains(day)
  }
}
