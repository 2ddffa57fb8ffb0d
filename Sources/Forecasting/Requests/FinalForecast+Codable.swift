internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import RiskModels

extension FinalForecast: Codable {
  private enum CodingKeys: CodingKey {
    case parameters, volatility, sampleSize, simulatedPaths, reachesTotalLoss, returnConvention
    case tails, risks
  }

  private struct RecordedTail: Codable {
    let level: ConfidenceLevel
    let tail: Tail
  }

  /// Decodes a forecast.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    parameters = try fields.decode(FittedParameters.self, forKey: .parameters)
    volatility = try fields.decode(RecordedNumber.self, forKey: .volatility).value
    sampleSize = try fields.decodeIfPresent(Int.self, forKey: .sampleSize)
    simulatedPaths = try fields.decodeIfPresent(Int.self, forKey: .simulatedPaths)
    reachesTotalLoss = try fields.decode(Bool.self, forKey: .reachesTotalLoss)
    returnConvention = try fields.decode(ReturnConvention.self, forKey: .returnConvention)
    let recorded = try fields.decode([RecordedTail].self, forKey: .tails)
    tails = Dictionary(recorded.map { ($0.level, $0.tail) }) { first, _ in first }
    risks = try fields.decode([SideRisk].self, forKey: .risks)
  }

  /// Encodes the forecast, tails by level.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(parameters, forKey: .parameters)
    try fields.encode(RecordedNumber(volatility), forKey: .volatility)
    try fields.encodeIfPresent(sampleSize, forKey: .sampleSize)
    try fields.encodeIfPresent(simulatedPaths, forKey: .simulatedPaths)
    try fields.encode(reachesTotalLoss, forKey: .reachesTotalLoss)
    try fields.encode(returnConvention, forKey: .returnConvention)
    let sorted = tails.sorted { $0.key < $1.key }
    try fields.encode(sorted.map { RecordedTail(level: $0.key, tail: $0.value) }, forKey: .tails)
    try fields.encode(risks, forKey: .risks)
  }
}

extension SideRisk: Codable {
  private enum CodingKeys: CodingKey {
    case side, level, valueAtRisk, expectedShortfall, standardError, lower, upper, reason, shortfall
  }

  /// Decodes the risk of a side.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    side = try fields.decode(Side.self, forKey: .side)
    level = try fields.decode(ConfidenceLevel.self, forKey: .level)
    valueAtRisk = try fields.decode(RecordedNumber.self, forKey: .valueAtRisk).value
    expectedShortfall = try fields.decode(RecordedNumber.self, forKey: .expectedShortfall).value
    func number(_ key: CodingKeys) throws -> Double? {
      try fields.decodeIfPresent(RecordedNumber.self, forKey: key)?.value
    }
    standardError = try number(.standardError)
    lower = try number(.lower)
    upper = try number(.upper)
    reason = try fields.decodeIfPresent(TailInterval.Reason.self, forKey: .reason)
    shortfall = try fields.decodeIfPresent(ShortfallUncertainty.self, forKey: .shortfall)
  }

  /// Encodes the risk of a side.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(side, forKey: .side)
    try fields.encode(level, forKey: .level)
    try fields.encode(RecordedNumber(valueAtRisk), forKey: .valueAtRisk)
    try fields.encode(RecordedNumber(expectedShortfall), forKey: .expectedShortfall)
    try fields.encodeIfPresent(standardError.map { RecordedNumber($0) }, forKey: .standardError)
    try fields.encodeIfPresent(lower.map { RecordedNumber($0) }, forKey: .lower)
    try fields.encodeIfPresent(upper.map { RecordedNumber($0) }, forKey: .upper)
    try fields.encodeIfPresent(reason, forKey: .reason)
    try fields.encodeIfPresent(shortfall, forKey: .shortfall)
  }
}
