/// One loss that was above its forecast.
public struct Exceedance: Hashable, Sendable {
  /// The zero-based position in the forecast series.
  public let position: Int
  /// The realized loss, positive, in the unit of the forecast.
  public let loss: Double
  /// The value at risk or margin rate that the loss exceeded.
  public let forecast: Double

  /// Creates an exceedance; traps unless the loss is above the forecast.
  public init(position: Int, loss: Double, forecast: Double) {
    precondition(loss > forecast, "A loss of \(loss) does not exceed \(forecast)")
    self.position = position
    self.loss = loss
    self.forecast = forecast
  }

  /// Loss over forecast, above one; nil if the forecast is not positive.
  public var ratio: Double? { forecast > 0 ? loss / forecast : nil }

  /// Returns every exceedance of `losses` above `forecasts`, in chronological order.
  public static func all(losses: [Double], forecasts: [Double]) -> [Exceedance] {
    requirePairs(losses, forecasts)
    return losses.indices.compactMap { position in
      guard losses[position] > forecasts[position] else { return nil }
      return Exceedance(
        position: position, loss: losses[position], forecast: forecasts[position])
    }
  }
}

/// The ratios of losses to the forecasts that they exceeded.
public struct ExceedanceRatios: Hashable, Sendable {
  /// The largest loss over its forecast; nil without exceedances or if a forecast is ≤ 0.
  public let worst: Double?
  /// The mean of loss over forecast; nil if ``worst`` is nil.
  public let mean: Double?

  /// Computes the ratios of the given exceedances.
  public init(of exceedances: [Exceedance]) {
    let ratios = exceedances.compactMap(\.ratio)
    guard ratios.count == exceedances.count, let worst = ratios.max() else {
      self.worst = nil
      self.mean = nil
      return
    }
    self.worst = worst
    self.mean = ratios.reduce(0, +) / Double(ratios.count)
  }
}
