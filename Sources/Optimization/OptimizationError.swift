/// Why a search could not begin.
public enum OptimizationError: Error, Hashable, Sendable {
  /// The objective at the start is NaN or infinite, so no search can compare with it.
  case notFiniteAtStart

  /// A coordinate of the start lies outside its bounds.
  case startOutsideBounds(coordinate: Int)

  /// The objective was not finite at any point evaluated.
  case notFiniteAnywhere

  /// The solver refused the problem or had no memory for it.
  case solverRefused
}
