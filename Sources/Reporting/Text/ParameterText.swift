internal import RiskModels

/// Formats fitted parameters on one line.
enum ParameterText {
  /// Formats names in order, with standard errors in parentheses: `decay 0.97, mu 0.0012 (0.0004)`.
  static func line(_ parameters: FittedParameters) -> String {
    parameters.values.sorted { $0.key < $1.key }.map { name, value in
      let error = parameters.standardErrors[name].map { " (\(NumberText.significant($0)))" } ?? ""
      return "\(name) \(NumberText.significant(value))\(error)"
    }.joined(separator: ", ")
  }
}
