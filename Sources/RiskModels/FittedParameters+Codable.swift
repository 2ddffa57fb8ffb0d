internal import RiskMeasures

extension FittedParameters: Codable {
  private enum CodingKeys: CodingKey {
    case values, standardErrors, hessianStandardErrors, informationCriteria, logLikelihood, status
  }

  /// Decodes what was estimated.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func numbers(_ key: CodingKeys) throws -> [String: Double] {
      try fields.decode([String: RecordedNumber].self, forKey: key).mapValues(\.value)
    }
    self.init(
      values: try numbers(.values), standardErrors: try numbers(.standardErrors),
      logLikelihood: try fields.decodeIfPresent(RecordedNumber.self, forKey: .logLikelihood)?.value,
      status: try fields.decode(FitStatus.self, forKey: .status))
    hessianStandardErrors = try numbers(.hessianStandardErrors)
    informationCriteria = try fields.decodeIfPresent(
      InformationCriteria.self, forKey: .informationCriteria)
  }

  /// Encodes what was estimated.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(values.mapValues { RecordedNumber($0) }, forKey: .values)
    try fields.encode(standardErrors.mapValues { RecordedNumber($0) }, forKey: .standardErrors)
    try fields.encode(
      hessianStandardErrors.mapValues { RecordedNumber($0) }, forKey: .hessianStandardErrors)
    try fields.encodeIfPresent(informationCriteria, forKey: .informationCriteria)
    try fields.encodeIfPresent(logLikelihood.map { RecordedNumber($0) }, forKey: .logLikelihood)
    try fields.encode(status, forKey: .status)
  }
}
