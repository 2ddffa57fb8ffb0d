public import MarketData

/// The distributions a policy may ask for, each walked by the driver beside the current one.
public enum ReferenceRole: String, Hashable, Sendable, Codable, CaseIterable {
  /// A period of stress, chosen for the side from data up to the date.
  case stressed
  /// The long lookback of a floor, equally weighted.
  case longRun = "long-run"
}

/// The policy's measure of a reference distribution, for one side on one date.
public struct Reference: Hashable, Sendable {
  /// The measure per unit of notional, at the policy's level and horizon; positive is a loss.
  public let value: Double
  /// The years of history behind the value; nil for undated series.
  public let coveredYears: Double?
  /// The positions of the returns behind the value, or nil where they are no single stretch.
  public let window: ClosedRange<Int>?

  /// The measure of a reference, and what it was measured on.
  public init(value: Double, coveredYears: Double? = nil, window: ClosedRange<Int>? = nil) {
    self.value = value
    self.coveredYears = coveredYears
    self.window = window
  }
}

/// What a policy sees on one date, for one instrument and one side: measures, never a model.
public struct MarginInputs: Sendable {
  /// The date the margin is calculated, or nil for undated series.
  public let date: Timestamp?
  /// The position of that date on the instrument's axis.
  public let position: Int
  /// ``MarginPolicy/measure`` of the predicted losses of this side, per unit of notional.
  public let measured: Double
  /// The same measure of the stressed losses; given when a step needs ``ReferenceRole/stressed``.
  public let stressed: Reference?
  /// The same measure of the long-run losses; given when a step needs ``ReferenceRole/longRun``.
  public let longRun: Reference?
  /// The 95 % interval of ``measured``, where the model can say it.
  public let interval: ClosedRange<Double>?
  /// The loss of this side over the bar that ended on the date, per unit of notional.
  public let realizedLoss: Double?

  /// The inputs of one date.
  public init(
    date: Timestamp? = nil, position: Int, measured: Double, stressed: Reference? = nil,
    longRun: Reference? = nil, interval: ClosedRange<Double>? = nil, realizedLoss: Double? = nil
  ) {
    self.date = date
    self.position = position
    self.measured = measured
    self.stressed = stressed
    self.longRun = longRun
    self.interval = interval
    self.realizedLoss = realizedLoss
  }

  /// The reference of a role, or nil where the driver gave none.
  public func reference(_ role: ReferenceRole) -> Reference? {
    switch role {
    case .stressed: stressed
    case .longRun: longRun
    }
  }
}
