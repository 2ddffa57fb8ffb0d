public import Margin

/// One step of a policy as the file writes it: one table named for the step.
public enum StepConfiguration: Hashable, Sendable {
  /// A weight on a stressed period.
  case stressWeight(StressWeightParameters)
  /// A share on top that is released and filled again.
  case buffer(BufferParameters)
  /// A rate, or the measure of a long lookback, as a minimum.
  case floor(FloorParameters)
  /// A share on top that is never released.
  case surcharge(SurchargeParameters)
  /// A damping of falls.
  case damping(DampingParameters)

  /// The option of Article 28(1) of Regulation (EU) 153/2013 that the step is, or nil.
  var article28Option: Article28Option? {
    switch self {
    case .stressWeight: .stressWeight
    case .buffer: .buffer
    case .floor(let parameters): parameters.rate == nil ? .floor : nil
    case .surcharge, .damping: nil
    }
  }

  enum Key: String, CodingKey, CaseIterable {
    case stressWeight = "stress-weight"
    case buffer, floor, surcharge, damping
  }
}

extension StepConfiguration: Codable {
  /// Decodes a table with exactly one step.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "not exactly one step"))
    }
    switch key {
    case .stressWeight:
      self = .stressWeight(try container.decode(StressWeightParameters.self, forKey: key))
    case .buffer: self = .buffer(try container.decode(BufferParameters.self, forKey: key))
    case .floor: self = .floor(try container.decode(FloorParameters.self, forKey: key))
    case .surcharge: self = .surcharge(try container.decode(SurchargeParameters.self, forKey: key))
    case .damping: self = .damping(try container.decode(DampingParameters.self, forKey: key))
    }
  }

  /// Encodes a table with one step.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .stressWeight(let parameters): try container.encode(parameters, forKey: .stressWeight)
    case .buffer(let parameters): try container.encode(parameters, forKey: .buffer)
    case .floor(let parameters): try container.encode(parameters, forKey: .floor)
    case .surcharge(let parameters): try container.encode(parameters, forKey: .surcharge)
    case .damping(let parameters): try container.encode(parameters, forKey: .damping)
    }
  }
}

/// One of the three options of Article 28(1) of Regulation (EU) 153/2013.
public enum Article28Option: String, Hashable, Sendable, Codable, CaseIterable {
  /// (a): a buffer of at least 25 %.
  case buffer
  /// (b): a weight of at least 25 % on stressed observations.
  case stressWeight = "stress-weight"
  /// (c): not below the margin of a ten-year lookback.
  case floor
}

/// The parameters of `stress-weight`.
public struct StressWeightParameters: Hashable, Sendable, Codable {
  /// The share of the stressed measure, in [0, 1].
  public let weight: Double
  /// What becomes of a blend below the rate.
  public let blend: StressWeight.Blend
  /// `worst`, or a named period `2008-09-01/2009-03-31`.
  public let period: String
  /// The observations of the worst period.
  public let length: Int
}

/// The parameters of `buffer`.
public struct BufferParameters: Hashable, Sendable, Codable {
  /// The share on top while full.
  public let share: Double
  /// The relative rise that begins a release.
  public let trigger: Double
  /// The days it takes to fill an empty buffer.
  public let replenishmentDays: Int
  /// The days without a new high before the buffer is filled again.
  public let highWindow: Int

  enum CodingKeys: String, CodingKey {
    case share, trigger
    case replenishmentDays = "replenishment-days"
    case highWindow = "high-window"
  }
}

/// The parameters of `floor`: a rate, or a lookback.
public struct FloorParameters: Hashable, Sendable, Codable {
  /// A constant minimum, as a fraction of notional.
  public let rate: Double?
  /// The years of an equally weighted lookback.
  public let lookbackYears: Double?
  /// The sample of the lookback; nil is `plain`.
  public let kind: LongRunFloor.Kind?

  enum CodingKeys: String, CodingKey {
    case rate, kind
    case lookbackYears = "lookback-years"
  }
}

/// The parameters of `surcharge`.
public struct SurchargeParameters: Hashable, Sendable, Codable {
  /// The share that is added.
  public let share: Double
}

/// The parameters of `damping`.
public struct DampingParameters: Hashable, Sendable, Codable {
  /// The fraction of the way down that a day may fall.
  public let fraction: Double
}
