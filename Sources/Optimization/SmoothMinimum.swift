/// Where a quasi-Newton search ended.
public struct SmoothMinimum: Hashable, Sendable {
  /// The evaluated point with the least value, inside the bounds.
  public let point: [Double]
  /// The objective at ``point``.
  public let value: Double
  /// ∂f/∂xᵢ at ``point``.
  public let gradient: [Double]
  /// The coordinates that a bound holds: at the bound, with a slope that pushes against it.
  public let heldCoordinates: [Bool]
  /// Why the search stopped; only `.converged` is a minimum by the search's own test.
  public let status: OptimizationStatus
  /// gᵀB⁻¹g over the coordinates that are free: twice the decrease that one more step promises.
  ///
  /// It stays above the tolerance where the function has a kink at its minimum.
  public let decrement: Double
  /// Calls of the objective.
  public let evaluations: Int
  /// The last approximation of the matrix of second derivatives, row by row.
  public let curvature: [Double]
}
