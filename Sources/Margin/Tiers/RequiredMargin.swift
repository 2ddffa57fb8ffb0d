/// The required maintenance margin R(N) of a position of notional N, given at knots.
///
/// R is convex between two knots, so a straight line at or above R at both knots is at or above R
/// between them. R may jump at a knot, as where a larger position takes one more bar to liquidate.
public struct RequiredMargin: Hashable, Sendable {
  /// The required margin at a notional and just above it.
  public struct Knot: Hashable, Sendable {
    /// The notional N, above zero.
    public let notional: DecimalNumber
    /// The required margin R(N).
    public let amount: Double
    /// The right-hand limit R(N+); R(N) without a jump.
    public let above: Double

    /// Creates a knot; it has no jump if `above` is nil.
    public init(_ notional: DecimalNumber, amount: Double, above: Double? = nil) {
      self.notional = notional
      self.amount = amount
      self.above = above ?? amount
    }

    /// The larger of R(N) and R(N+).
    var largest: Double { max(amount, above) }
  }

  /// The knots in ascending order.
  public let knots: [Knot]

  /// Creates a required margin that is zero at zero notional.
  public init(_ knots: [Knot]) {
    precondition(!knots.isEmpty && knots[0].notional > .zero, "The first knot is above 0")
    precondition(
      zip(knots, knots.dropFirst()).allSatisfy { $0.notional < $1.notional }, "Knots ascend")
    self.knots = knots
  }

  /// Creates a required margin without jumps, convex between the notionals.
  public init(at notionals: [DecimalNumber], _ amount: (DecimalNumber) -> Double) {
    self.init(notionals.map { Knot($0, amount: amount($0)) })
  }
}
