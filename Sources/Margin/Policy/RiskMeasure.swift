public import RiskMeasures

/// The risk measure that a margin is based on, with its confidence level.
public enum RiskMeasure: Hashable, Sendable {
  /// Value at risk: the smallest loss that is exceeded with at most the tail probability.
  case valueAtRisk(ConfidenceLevel)
  /// Expected shortfall: the mean of the worst losses that hold the tail probability.
  case expectedShortfall(ConfidenceLevel)

  /// The confidence level of the measure.
  public var level: ConfidenceLevel {
    switch self {
    case .valueAtRisk(let level), .expectedShortfall(let level): level
    }
  }

  /// The name in files and output: `value-at-risk` or `expected-shortfall`.
  public var name: String {
    switch self {
    case .valueAtRisk: "value-at-risk"
    case .expectedShortfall: "expected-shortfall"
    }
  }

  /// The measure of `losses`, per unit of notional; positive is a loss, with no floor at zero.
  public func value(of losses: some LossDistribution) -> Double {
    switch self {
    case .valueAtRisk(let level): losses.valueAtRisk(at: level)
    case .expectedShortfall(let level): losses.expectedShortfall(at: level)
    }
  }
}

extension RiskMeasure: Codable {
  private enum CodingKeys: CodingKey {
    case name, level
  }

  /// Decodes the measure's name with its confidence level.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let level = try fields.decode(ConfidenceLevel.self, forKey: .level)
    let name = try fields.decode(String.self, forKey: .name)
    let measures = [RiskMeasure.valueAtRisk(level), .expectedShortfall(level)]
    guard let measure = measures.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: fields, debugDescription: "no measure is named \(name)")
    }
    self = measure
  }

  /// Encodes the measure's name with its confidence level.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(level, forKey: .level)
  }
}
