public import Policies
public import RiskMeasures

extension ResolvedJob {
  /// The models, each found able to hold each level, under labels that tell them apart.
  ///
  /// - Throws: ``ConfigurationError``, also where two are the same with the same parameters.
  public func models(
    _ choices: [ModelChoice], conventionName: String, levels: [ConfidenceLevel]
  ) throws(ConfigurationError) -> [LabelledModel] {
    for level in levels.dropFirst() {
      var other = job
      other.flags.level = level.probability
      let resolved = try other.resolved()
      for choice in choices { _ = try resolved.model(choice, conventionName: conventionName) }
    }
    let models = try choices.map { choice throws(ConfigurationError) in
      try model(choice, conventionName: conventionName, levels: levels)
    }
    let configurations = models.compactMap(\.configuration)
    try checkDistinct(choices, configurations)
    return zip(ModelConfiguration.labels(of: configurations), models).map {
      LabelledModel($1.model, label: $0, configuration: $1.configuration)
    }
  }

  private func checkDistinct(
    _ choices: [ModelChoice], _ configurations: [ModelConfiguration]
  ) throws(ConfigurationError) {
    for (index, choice) in choices.enumerated() {
      guard case .listed(let model) = choice,
        let first = configurations[..<index].firstIndex(of: configurations[index])
      else { continue }
      throw model.error(
        ConfigurationProblem(
          path: ConfigurationPath(["model"]),
          problem: "is model[\(first + 1)] again, with the same parameters",
          hint: "remove it, or change a parameter that no flag sets"))
    }
  }
}
