/// A floor on a volatility forecast at a quantile of its recent forecasts.
///
///     σ̃ₜ₊₁ = max(σₜ₊₁, σ₍⌈np⌉₎),   the order statistic of the last n ≤ N forecasts, σₜ₊₁ included
///
/// Past returns are still divided by the unfloored volatilities forecast for them; only the
/// volatility they are rescaled to is floored, so that margin in calm markets does not fall below
/// the level implied by the window's volatility.
public struct VolatilityFloor: Hashable, Sendable {
  /// The share *p* of forecasts at or below the floor, in thousandths; 500 is the median.
  public let thousandths: Int
  /// The number *N* of forecasts that are ranked.
  public let window: Int

  /// Creates a floor at a quantile of the last `window` forecasts.
  public init(thousandths: Int, window: Int) {
    precondition(
      (1 ... 999).contains(thousandths), "A quantile is in (0, 1), not \(thousandths)/1000")
    precondition(window >= 1, "A floor ranks at least one volatility, not \(window)")
    self.thousandths = thousandths
    self.window = window
  }
}

/// The recent variance forecasts of a floor.
struct VolatilityFloorState: Sendable, Equatable {
  private let floor: VolatilityFloor
  private var variances: SortedWindow

  init(_ floor: VolatilityFloor) {
    self.floor = floor
    variances = SortedWindow(capacity: floor.window)
  }

  /// Observes the forecast of the next variance.
  mutating func observe(_ variance: Double) { variances.append(variance) }

  /// The forecast, or the floor if it is higher.
  func floored(_ variance: Double) -> Double {
    let ascending = variances.ascending
    guard !ascending.isEmpty else { return variance }
    let rank = (ascending.count * floor.thousandths + 999) / 1000
    return max(variance, ascending[rank - 1])
  }
}
