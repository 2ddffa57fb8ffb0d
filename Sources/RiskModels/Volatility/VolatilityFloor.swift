/// A floor under a volatility, around the recursion that forecasts it.
///
///     σ̃ₜ₊₁ = max(σₜ₊₁, σ₍⌈np⌉₎),   the order statistic of the last n ≤ N forecasts, this one among them
///
/// Past returns keep the volatilities that were forecast for them: only what they are scaled to is floored,
/// so that a calm market does not draw the margin below what the volatility of the window asks for.
public struct VolatilityFloor: Hashable, Sendable {
  /// The share of forecasts at or below the floor, *p*, in thousandths; ½ is the median.
  public let thousandths: Int
  /// The forecasts that are ranked, *N*.
  public let window: Int

  /// A floor at a quantile of the last `window` forecasts.
  public init(thousandths: Int, window: Int) {
    precondition(
      (1 ... 999).contains(thousandths), "A quantile is in (0, 1), not \(thousandths)/1000")
    precondition(window >= 1, "A floor ranks at least one volatility, not \(window)")
    self.thousandths = thousandths
    self.window = window
  }
}

/// The forecasts a floor is ranked among.
struct VolatilityFloorState: Sendable, Equatable {
  private let floor: VolatilityFloor
  private var variances: SortedWindow

  init(_ floor: VolatilityFloor) {
    self.floor = floor
    variances = SortedWindow(capacity: floor.window)
  }

  /// Takes the forecast of the next variance.
  mutating func observe(_ variance: Double) { variances.append(variance) }

  /// The forecast, or the floor above it.
  func floored(_ variance: Double) -> Double {
    let ascending = variances.ascending
    guard !ascending.isEmpty else { return variance }
    let rank = (ascending.count * floor.thousandths + 999) / 1000
    return max(variance, ascending[rank - 1])
  }
}
