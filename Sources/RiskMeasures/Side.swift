public import Instruments

/// Which way a position gains.
public enum Side: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case long, short

  /// The long side first.
  public static func < (a: Self, b: Self) -> Bool { a == .long && b == .short }
}

extension Contract {
  /// The loss per unit of notional of a simple return, increasing in the adverse direction of `side`.
  public func loss(ofSimpleReturn r: Double, for side: Side) -> Double {
    switch side {
    case .long: -longProfit(ofSimpleReturn: r)
    case .short: longProfit(ofSimpleReturn: r)
    }
  }
}
