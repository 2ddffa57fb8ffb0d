/// A recursion of conditional variances whose parameters are estimated.
public enum VarianceRecursion: Sendable, Hashable {
  case garch(GARCH)
  case egarch(EGARCH)
  case aparch(APARCH)

  var form: any EstimableRecursion {
    switch self {
    case .garch(let recursion): recursion
    case .egarch(let recursion): recursion
    case .aparch(let recursion): recursion
    }
  }

  /// The names of the parameters in output, in their order.
  public var parameterNames: [String] { form.parameterNames }

  /// The share of a shock to the variance that is left a bar later; 1 is integrated.
  public func persistence(_ parameters: [Double]) -> Double { form.persistence(parameters) }
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

  /// Whether the variance has a kink where a residual is zero.
  var hasKinks: Bool { get }

  /// The bars that the next variance looks back on.
  var lags: Int { get }

  func persistence(_ parameters: [Double]) -> Double

  /// ω of the same returns times `scale`; the other parameters have no unit.
  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double

  /// The slopes of ``omega(of:rescaledBy:)`` by the parameters.
  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double]

  /// σ² of the next bar from the residuals and variances of the bars before it, oldest first.
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

  /// Writes the variances, and the slopes of their logarithms where the rows have room for them.
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows)
}
