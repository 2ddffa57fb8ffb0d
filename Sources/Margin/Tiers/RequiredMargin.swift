/// R(N), the maintenance margin that a position of notional N requires, known at knots.
///
/// Between two knots R is convex, so that a straight line that is above it at both is above it everywhere
/// between. At a knot it may jump, as where a larger position takes a bar more to close.
public struct RequiredMargin: Hashable, Sendable {
  /// What is required at a notional and just above it.
  public struct Knot: Hashable, Sendable {
    /// N, above zero.
    public let notional: DecimalNumber
    /// R(N).
    public let amount: Double
    /// The limit of R from above N; R(N) where it does not jump.
    public let above: Double

    /// A knot, without a jump where `above` is nil.
    public init(_ notional: DecimalNumber, amount: Double, above: Double? = nil) {
      self.notional = notional
      self.amount = amount
      self.above = above ?? amount
    }

    /// max(R(N), R(N+)).
    var largest: Double { max(amount, above) }
  }

  /// In ascending order.
  public let knots: [Knot]

  /// A requirement, zero at zero.
  public init(_ knots: [Knot]) {
    precondition(!knots.isEmpty && knots[0].notional > .zero, "The first knot is above 0")
    precondition(
      zip(knots, knots.dropFirst()).allSatisfy { $0.notional < $1.notional }, "Knots ascend")
    self.knots = knots
  }

  /// A requirement without jumps, convex between the notionals.
  public init(at notionals: [DecimalNumber], _ amount: (DecimalNumber) -> Double) {
    self.init(notionals.map { Knot($0, amount: amount($0)) })
  }
}
