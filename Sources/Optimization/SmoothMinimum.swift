/// The result of a quasi-Newton search.
public struct SmoothMinimum: Hashable, Sendable {
  /// The evaluated point with the least value, inside the bounds.
  public let point: [Double]
  /// The objective at ``point``.
  public let value: Double
  /// The gradient ∂f/∂xᵢ at ``point``.
  public let gradient: [Double]
  /// Whether each coordinate is at a bound with a slope that pushes against it.
  public let heldCoordinates: [Bool]
  /// The reason for stopping; only `.converged` means that the search's own test was met.
  public let status: OptimizationStatus
  /// The decrement gᵀB⁻¹g over the free coordinates, twice the decrease predicted for one more
  /// step.
  ///
  /// It stays above the tolerance if the function has a kink at its minimum.
  public let decrement: Double
  /// The number of objective evaluations.
  public let evaluations: Int
  /// The last approximation of the Hessian, row by row.
  public let curvature: [Double]
}
