/// A return model and its parameters as the policy file writes them: one table named for the model.
///
/// Every parameter has a default, documented in the file that `margin init` writes.
public enum ModelConfiguration: Hashable, Sendable {
  /// Order statistics of past returns.
  case historical(HistoricalParameters)
  /// Past returns scaled to today's volatility (Hull and White 1998).
  case volatilityWeightedHistorical(VolatilityWeightedParameters)
  /// A normal distribution with the moments of the window.
  case normal(ParametricParameters)
  /// A Student-t distribution fitted to the window.
  case studentT(StudentTParameters)
  /// Exponentially weighted volatility with normal or Student-t innovations.
  case ewma(EWMAParameters)
  /// Simulated returns of all instruments jointly.
  case monteCarlo(MonteCarloParameters)

  /// The name in files, flags and output.
  public var name: String { key.rawValue }

  /// The most observations the model uses.
  public var window: Int {
    switch self {
    case .historical(let parameters): parameters.window
    case .volatilityWeightedHistorical(let parameters): parameters.window
    case .normal(let parameters): parameters.window
    case .studentT(let parameters): parameters.window
    case .ewma(let parameters): parameters.window
    case .monteCarlo(let parameters): parameters.window
    }
  }

  /// The names of all models, in the order of the documentation.
  public static var names: [String] { Key.allCases.map(\.rawValue) }

  private var key: Key {
    switch self {
    case .historical: .historical
    case .volatilityWeightedHistorical: .volatilityWeightedHistorical
    case .normal: .normal
    case .studentT: .studentT
    case .ewma: .ewma
    case .monteCarlo: .monteCarlo
    }
  }

  enum Key: String, CodingKey, CaseIterable {
    case historical
    case volatilityWeightedHistorical = "volatility-weighted-historical"
    case normal
    case studentT = "student-t"
    case ewma
    case monteCarlo = "monte-carlo"
  }
}

extension ModelConfiguration: Codable {
  /// Decodes a table with exactly one model.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "not exactly one model"))
    }
    switch key {
    case .historical:
      self = .historical(try container.decode(HistoricalParameters.self, forKey: key))
    case .volatilityWeightedHistorical:
      self = .volatilityWeightedHistorical(
        try container.decode(VolatilityWeightedParameters.self, forKey: key))
    case .normal: self = .normal(try container.decode(ParametricParameters.self, forKey: key))
    case .studentT: self = .studentT(try container.decode(StudentTParameters.self, forKey: key))
    case .ewma: self = .ewma(try container.decode(EWMAParameters.self, forKey: key))
    case .monteCarlo:
      self = .monteCarlo(try container.decode(MonteCarloParameters.self, forKey: key))
    }
  }

  /// Encodes a table with one model.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .historical(let parameters): try container.encode(parameters, forKey: key)
    case .volatilityWeightedHistorical(let parameters):
      try container.encode(parameters, forKey: key)
    case .normal(let parameters): try container.encode(parameters, forKey: key)
    case .studentT(let parameters): try container.encode(parameters, forKey: key)
    case .ewma(let parameters): try container.encode(parameters, forKey: key)
    case .monteCarlo(let parameters): try container.encode(parameters, forKey: key)
    }
  }
}
