/// A recursion of conditional variances whose parameters are estimated.
public enum VarianceRecursion: Sendable, Hashable {
  case garch(GARCH)
  case egarch(EGARCH)
  case aparch(APARCH)
  /// ``EWMA``; its parameter is `decay`, in [0.01, 0.9999].
  case ewma
  /// ``AsymmetricEWMA``; its parameters are `decay`, in [0.01, 0.9999], and `leverage`, in [−1, 1].
  case asymmetricEWMA
  case scoreDriven(ScoreDriven)

  /// The recursion as it is with these innovations: a score is that of their distribution.
  func form(for innovations: InnovationFamily) -> any EstimableRecursion {
    switch self {
    case .garch(let recursion): recursion
    case .egarch(let recursion): recursion
    case .aparch(let recursion): recursion
    case .ewma: ExponentialWeights.symmetric
    case .asymmetricEWMA: ExponentialWeights.asymmetric
    case .scoreDriven(let recursion): ScoreRecursion(recursion, innovations)
    }
  }

  /// The names of the parameters in output, in their order.
  public var parameterNames: [String] { form(for: .normal).parameterNames }

  /// The share of a shock to the variance that is left a bar later; 1 is integrated.
  public func persistence(_ parameters: [Double]) -> Double {
    form(for: .normal).persistence(parameters)
  }
}

extension ConditionalVolatility {
  /// The recursion with these innovations.
  var form: any EstimableRecursion { recursion.form(for: innovations) }

  /// The part of all parameters that a recursion runs with: its own, then those of the innovations.
  func running(_ parameters: [Double]) -> [Double] {
    Array(parameters.dropFirst(mean.parameterCount))
  }
}

/// What the likelihood and its search ask of a recursion.
///
/// Parameters stand in the order of `parameterNames`. A search moves coordinates instead: they have
/// plain bounds, and every point between them is an admissible recursion of unit-variance returns.
protocol EstimableRecursion {
  var parameterNames: [String] { get }
  var parameterCount: Int { get }

  /// The d of |e|ᵈ that a backcast averages.
  var power: Double { get }

  /// Whether the variance has a kink where a residual is zero, or as good as zero.
  var hasKinks: Bool { get }

  /// The bars that the next variance looks back on.
  var lags: Int { get }

  /// The shape parameters of the innovations that move the recursion too: all of them, or none.
  var shapeColumns: Int { get }

  func persistence(_ parameters: [Double]) -> Double

  /// The first parameter, ω as a rule, of the same returns times `scale`; the others have no unit.
  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double

  /// The slopes of ``omega(of:rescaledBy:)`` by the parameters.
  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double]

  /// σ² of the next bar from the residuals and variances of the bars before it, oldest first, at
  /// parameters of the recursion and then of the innovations.
  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double

  /// E σ² of the bar after the next, given σ² of the next; nil where there is no closed form.
  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double?

  /// Where a search may begin on returns of about this variance.
  func startingCoordinates(variance: Double) -> [[Double]]
  var lowerBounds: [Double] { get }
  var upperBounds: [Double] { get }

  func parameters(at coordinates: [Double]) -> [Double]

  /// The coordinates of parameters, or nil for those outside the bounds.
  func coordinates(of parameters: [Double]) -> [Double]?

  /// ∂ parameterᵢ / ∂ coordinateⱼ, row by row.
  func jacobian(at coordinates: [Double]) -> [Double]

  /// Writes the variances, and the slopes of their logarithms where the rows have room for them, at
  /// parameters of the recursion and then of the innovations.
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows)
}

extension EstimableRecursion {
  var shapeColumns: Int { 0 }
}
