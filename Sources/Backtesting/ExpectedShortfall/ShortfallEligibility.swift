extension ForecastSeries {
  /// The reason why pairs of value at risk and expected shortfall cannot be tested.
  ///
  /// Nil if they can.
  var shortfallIneligibility: PValueReason? {
    guard let expectedShortfalls else { return .noExpectedShortfall }
    guard count > 0 else { return .noForecasts }
    let isUsable = zip(expectedShortfalls, valuesAtRisk).allSatisfy { shortfall, risk in
      shortfall.isFinite && shortfall > 0 && shortfall >= risk
    }
    return isUsable ? nil : .expectedShortfallUnusable
  }
}
