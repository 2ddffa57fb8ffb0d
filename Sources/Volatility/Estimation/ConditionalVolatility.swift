/// A conditional volatility model: a mean, a variance recursion and an innovation distribution.
///
///     rₜ = mₜ + σₜ zₜ
///
/// The mean mₜ is zero, a constant μ, or μ + φ rₜ₋₁; z has mean zero and variance one.
public struct ConditionalVolatility: Hashable, Sendable {
  /// The conditional mean.
  public enum Mean: String, Hashable, Sendable, Codable, CaseIterable {
    case zero
    case constant
    /// AR(1), conditional on the first return.
    case autoregressive

    /// The names of the mean's parameters in output.
    public var parameterNames: [String] {
      switch self {
      case .zero: []
      case .constant: ["mu"]
      case .autoregressive: ["mu", "phi"]
      }
    }

    var parameterCount: Int {
      switch self {
      case .zero: 0
      case .constant: 1
      case .autoregressive: 2
      }
    }
  }

  /// The conditional mean.
  public let mean: Mean
  /// The variance recursion.
  public let recursion: VarianceRecursion
  /// The distribution of the standardized residuals.
  public let innovations: InnovationFamily
  /// The presample value of the squared residual and the variance.
  public let presample: PresampleVariance

  /// Creates a model from a mean, a recursion and innovations.
  public init(
    mean: Mean = .constant, recursion: VarianceRecursion = .garch(GARCH()),
    innovations: InnovationFamily = .normal, presample: PresampleVariance = .sample
  ) {
    self.mean = mean
    self.recursion = recursion
    self.innovations = innovations
    self.presample = presample
  }

  /// The names of all parameters, ordered mean, recursion, innovations.
  public var parameterNames: [String] {
    mean.parameterNames + recursion.parameterNames + innovations.parameterNames
  }

  /// The number of initial returns conditioned on: one for an AR(1) mean, otherwise zero.
  var givenReturns: Int { mean == .autoregressive ? 1 : 0 }
}

/// The presample value of the squared residual and of the variance.
///
/// Published estimates differ in the third digit because of it: the benchmark of Fiorentini,
/// Calzolari and Panattoni uses `sample`, many programs a backcast.
public enum PresampleVariance: Hashable, Sendable {
  /// The mean square of all residuals, evaluated at the current parameters.
  case sample
  /// The weighted mean of the first 75 squared demeaned returns, with weights 0.94ⁱ.
  ///
  /// For a recursion of |e| it averages |e|. It does not depend on the parameters.
  case backcast
  /// A given variance, in squared units of the returns.
  case variance(Double)
}
