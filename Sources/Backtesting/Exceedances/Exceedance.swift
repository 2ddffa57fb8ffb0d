/// One loss that was above its forecast.
public struct Exceedance: Hashable, Sendable {
  /// The zero-based position among the forecasts; the driver maps it to a date.
  public let position: Int
  /// The realized loss, positive, in the unit of the forecast.
  public let loss: Double
  /// The forecast value at risk, or the margin rate, that the loss was above.
  public let forecast: Double

  /// An exceedance; traps unless the loss is above the forecast.
  public init(position: Int, loss: Double, forecast: Double) {
    precondition(loss > forecast, "A loss of \(loss) does not exceed \(forecast)")
    self.position = position
    self.loss = loss
    self.forecast = forecast
  }

  /// Loss over forecast, above one; nil where the forecast is not positive.
  public var ratio: Double? { forecast > 0 ? loss / forecast : nil }

  /// Every exceedance of `losses` above `forecasts`, in the order of time.
  public static func all(losses: [Double], forecasts: [Double]) -> [Exceedance] {
    requirePairs(losses, forecasts)
    return losses.indices.compactMap { position in
      guard losses[position] > forecasts[position] else { return nil }
      return Exceedance(
        position: position, loss: losses[position], forecast: forecasts[position])
    }
  }
}

/// How far the losses went beyond the forecasts that they exceeded.
public struct ExceedanceRatios: Hashable, Sendable {
  /// The largest loss over its forecast; nil without exceedances or with a forecast ≤ 0 among them.
  public let worst: Double?
  /// The mean of loss over forecast; nil where ``worst`` is.
  public let mean: Double?

  /// The ratios of the given exceedances.
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
