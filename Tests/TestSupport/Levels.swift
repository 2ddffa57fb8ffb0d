public import RiskMeasures

extension ConfidenceLevel {
  /// A level that the test is sure of; traps on any other number.
  public static func known(_ probability: Double) -> Self {
    guard let level = Self(probability) else {
      preconditionFailure("\(probability) is no confidence level")
    }
    return level
  }
}
