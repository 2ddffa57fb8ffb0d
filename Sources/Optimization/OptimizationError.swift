/// The reasons why a search could not start or found nothing.
public enum OptimizationError: Error, Hashable, Sendable {
  /// The objective at the start is NaN or infinite, so no search can compare against it.
  case notFiniteAtStart

  /// A coordinate of the start is outside its bounds.
  case startOutsideBounds(coordinate: Int)

  /// The objective was not finite at any point evaluated.
  case notFiniteAnywhere

  /// The solver rejected the problem or ran out of memory.
  case solverRefused
}
