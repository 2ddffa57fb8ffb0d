/// A conditional variance recursion with estimated parameters.
public enum VarianceRecursion: Sendable, Hashable {
  case garch(GARCH)
  case egarch(EGARCH)
  case aparch(APARCH)
  /// ``EWMA``; its parameter is `decay`, in [0.01, 0.9999].
  case ewma
  /// ``AsymmetricEWMA``; its parameters are `decay`, in [0.01, 0.9999], and `leverage`, in [−1, 1].
  case asymmetricEWMA
  case scoreDriven(ScoreDriven)

  /// The recursion under these innovations, whose distribution gives the score, if any.
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

  /// The share of a variance shock that remains one bar later; 1 is an integrated variance.
  public func persistence(_ parameters: [Double]) -> Double {
    form(for: .normal).persistence(parameters)
  }
}

extension ConditionalVolatility {
  /// The model's recursion under its innovations.
  var form: any EstimableRecursion { recursion.form(for: innovations) }

  /// The parameters of the recursion, followed by those of the innovations it depends on.
  func running(_ parameters: [Double]) -> [Double] {
    Array(parameters.dropFirst(mean.parameterCount))
  }
}

/// The requirements of the likelihood and its search on a recursion.
///
/// Parameters are in the order of `parameterNames`. The search uses coordinates with box
/// constraints; every point inside them is an admissible recursion of unit-variance returns.
protocol EstimableRecursion {
  var parameterNames: [String] { get }
  var parameterCount: Int { get }

  /// The power d of the |e|ᵈ that a backcast averages.
  var power: Double { get }

  /// Whether the variance has a kink at or near a zero residual.
  var hasKinks: Bool { get }

  /// The number of bars that the next variance depends on.
  var lags: Int { get }

  /// The number of innovation shape parameters that also enter the recursion: all or none.
  var shapeColumns: Int { get }

  func persistence(_ parameters: [Double]) -> Double

  /// The first parameter, usually ω, of returns multiplied by `scale`; the others are unit-free.
  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double

  /// The derivatives of ``omega(of:rescaledBy:)`` by the parameters.
  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double]

  /// The variance of the next bar from past residuals and variances, oldest first.
  ///
  /// `parameters` holds those of the recursion, then those of the innovations.
  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double

  /// The expected variance one bar after `variance`, or nil if it has no closed form.
  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double?

  /// The starting points of a search on returns of about this variance.
  func startingCoordinates(variance: Double) -> [[Double]]
  var lowerBounds: [Double] { get }
  var upperBounds: [Double] { get }

  func parameters(at coordinates: [Double]) -> [Double]

  /// The coordinates of parameters, or nil if they are outside the bounds.
  func coordinates(of parameters: [Double]) -> [Double]?

  /// The Jacobian ∂ parameterᵢ / ∂ coordinateⱼ in row-major order.
  func jacobian(at coordinates: [Double]) -> [Double]

  /// Writes the variances into `rows`, with the slopes of their logarithms if the rows hold them.
  ///
  /// `parameters` holds those of the recursion, then those of the innovations.
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows)
}

extension EstimableRecursion {
  var shapeColumns: Int { 0 }
}
