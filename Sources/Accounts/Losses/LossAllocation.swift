/// Who pays what an insolvent account cannot.
public enum LossAllocation {
  /// What each winner gives up of its profit, in proportion to it: dᵢ = D max(πᵢ, 0)/Σ max(π, 0), at most all of it.
  ///
  /// The parts add up to the smaller of the deficit and the profits, but for rounding.
  public static func socialized(deficit: Double, profits: [Double]) -> [Double] {
    let won = profits.reduce(0) { $0 + max($1, 0) }
    guard won > 0, deficit > 0 else { return profits.map { _ in 0 } }
    let share = min(1, deficit / won)
    return profits.map { max($0, 0) * share }
  }
}
