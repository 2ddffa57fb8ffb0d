/// The allocation of losses that an insolvent account cannot pay.
public enum LossAllocation {
  /// Socializes a deficit among profits, in proportion and at most all of them.
  ///
  ///     dᵢ = D max(πᵢ, 0)/Σ max(π, 0)
  ///
  /// The parts add up to the smaller of the deficit and total profits, except for rounding.
  public static func socialized(deficit: Double, profits: [Double]) -> [Double] {
    let won = profits.reduce(0) { $0 + max($1, 0) }
    guard won > 0, deficit > 0 else { return profits.map { _ in 0 } }
    let share = min(1, deficit / won)
    return profits.map { max($0, 0) * share }
  }
}
