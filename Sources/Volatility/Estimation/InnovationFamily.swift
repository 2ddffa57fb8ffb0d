public import Statistics

/// The distribution family of the standardized residuals z = e/σ, with mean zero and variance one.
///
/// - SeeAlso: Bollerslev (1987), *Review of Economics and Statistics* 69(3), for Student's t;
///   Hansen (1994), *International Economic Review* 35(3), for the skewed t; Nelson (1991),
///   *Econometrica* 59(2), for the generalized error distribution.
public enum InnovationFamily: String, Hashable, Sendable, Codable, CaseIterable {
  case normal
  /// Student's t with ν in [2.05, 500].
  case studentT = "student-t"
  /// Hansen's skewed t with ν in [2.05, 500] and λ in [−0.99, 0.99].
  case skewedT = "skewed-t"
  /// The generalized error distribution with shape in [1.01, 100]; shape 2 is normal.
  case generalizedError = "generalized-error"

  /// The names of the shape parameters in output.
  public var parameterNames: [String] {
    switch self {
    case .normal: []
    case .studentT: ["degreesOfFreedom"]
    case .skewedT: ["degreesOfFreedom", "skewness"]
    case .generalizedError: ["shape"]
    }
  }

  /// Whether the tails follow a power law, so that e^{|z|} has no mean.
  public var hasPowerTails: Bool { self == .studentT || self == .skewedT }

  var parameterCount: Int {
    switch self {
    case .normal: 0
    case .studentT, .generalizedError: 1
    case .skewedT: 2
    }
  }

  // MARK: - Coordinates of a search: 1/ν, λ, 1/shape

  var lowerBounds: [Double] {
    switch self {
    case .normal: []
    case .studentT: [1 / 500.0]
    case .skewedT: [1 / 500.0, -0.99]
    case .generalizedError: [1 / 100.0]
    }
  }

  var upperBounds: [Double] {
    switch self {
    case .normal: []
    case .studentT: [1 / 2.05]
    case .skewedT: [1 / 2.05, 0.99]
    case .generalizedError: [1 / 1.01]
    }
  }

  var startingCoordinates: [Double] {
    switch self {
    case .normal: []
    case .studentT: [1 / 7.0]
    case .skewedT: [1 / 7.0, -0.05]
    case .generalizedError: [1 / 1.4]
    }
  }

  func parameters(at coordinates: [Double]) -> [Double] {
    coordinates.enumerated().map { $0.offset == 0 ? 1 / $0.element : $0.element }
  }

  /// The coordinates of the shape parameters; the map is its own inverse.
  func coordinates(of parameters: [Double]) -> [Double] { self.parameters(at: parameters) }

  /// The derivative of each parameter by its own coordinate.
  func slopes(at coordinates: [Double]) -> [Double] {
    coordinates.enumerated().map { $0.offset == 0 ? -1 / ($0.element * $0.element) : 1 }
  }
}

extension InnovationFamily {
  /// Whether shape parameters, in the order of ``parameterNames``, are in the range of the family.
  public func contains(shape: [Double]) -> Bool {
    guard shape.count == parameterCount, shape.allSatisfy(\.isFinite) else { return false }
    let coordinates = coordinates(of: shape)
    return coordinates.indices.allSatisfy {
      coordinates[$0] >= lowerBounds[$0] && coordinates[$0] <= upperBounds[$0]
    }
  }

  /// Whether the density exists at shape parameters, beyond the range of the family too: ν > 2,
  /// |λ| < 1, s > 0.
  func hasDensity(shape: some Collection<Double>) -> Bool {
    guard let first = shape.first else { return true }
    switch self {
    case .normal: return true
    case .studentT: return first > 2
    case .skewedT: return first > 2 && shape.dropFirst().allSatisfy { abs($0) < 1 }
    case .generalizedError: return first > 0
    }
  }

  /// The distribution with shape parameters in the order of ``parameterNames``.
  public func distribution(shape: [Double]) -> any StandardizedDistribution {
    precondition(shape.count == parameterCount, "\(shape.count) shape parameters")
    switch self {
    case .normal: return StandardNormal()
    case .studentT: return UnitVarianceStudentT(degreesOfFreedom: shape[0])
    case .skewedT: return HansenSkewedT(degreesOfFreedom: shape[0], skewness: shape[1])
    case .generalizedError: return GeneralizedError(shape: shape[0])
    }
  }
}
