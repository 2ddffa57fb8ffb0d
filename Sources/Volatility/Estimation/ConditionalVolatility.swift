/// A model of returns whose variance changes: a mean, a recursion of variances, and a distribution of what is
/// left.
///
///     rₜ = mₜ + σₜ zₜ
///
/// m is zero, a constant μ, or μ + φ rₜ₋₁; z has mean zero and variance one.
public struct ConditionalVolatility: Hashable, Sendable {
  /// The conditional mean.
  public enum Mean: String, Hashable, Sendable, CaseIterable {
    case zero
    case constant
    /// AR(1), given the first return.
    case autoregressive

    /// The names of the parameters in output.
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
  /// The recursion of variances.
  public let recursion: VarianceRecursion
  /// The distribution of the standardized residuals.
  public let innovations: InnovationFamily
  /// What stands for the squared residual and the variance before the first return.
  public let presample: PresampleVariance

  /// A model of a mean, a recursion and innovations.
  public init(
    mean: Mean = .constant, recursion: VarianceRecursion = .garch(GARCH()),
    innovations: InnovationFamily = .normal, presample: PresampleVariance = .sample
  ) {
    self.mean = mean
    self.recursion = recursion
    self.innovations = innovations
    self.presample = presample
  }

  /// The names of all parameters in their order: mean, recursion, innovations.
  public var parameterNames: [String] {
    mean.parameterNames + recursion.parameterNames + innovations.parameterNames
  }

  /// The returns that are not modelled but given: the first one, where the mean looks back.
  var givenReturns: Int { mean == .autoregressive ? 1 : 0 }
}

/// What stands for the squared residual and for the variance before the first return.
///
/// Published estimates differ by it in their third digit: the benchmark of Fiorentini, Calzolari and
/// Panattoni uses `sample`, many programs a backcast.
public enum PresampleVariance: Hashable, Sendable {
  /// The mean square of all residuals, at the parameters as they are.
  case sample
  /// The weighted mean of the first 75 squares of the returns less their mean, weights 0.94ⁱ.
  ///
  /// A recursion of |e| averages |e|. It does not change with the parameters.
  case backcast
  /// A variance that is given, in squared units of the returns.
  case variance(Double)
}
