public import Instruments

/// A position of unit notional opened with exactly 1/L of equity at the current price.
///
/// It represents the account with the least equity at its leverage. The contract is linear: profit
/// is price move times notional.
public struct ReferencePosition: Hashable, Sendable {
  /// The leverage L: notional ÷ equity.
  public let leverage: Leverage
  /// The side of the position.
  public let side: Side

  /// Creates a position at a leverage above zero.
  public init(leverage: Leverage, side: Side) {
    precondition(
      leverage.hundredths > 0, "A leverage is above zero, not \(leverage.hundredths) hundredths")
    self.leverage = leverage
    self.side = side
  }

  /// Whether the position can be opened under `rates`: 1/L ≥ initial, in integer arithmetic.
  public func canBeOpened(under rates: MarginRates) -> Bool {
    required(rates.initial) <= Self.equity
  }

  /// The outcome for the position when `rates` come into force at the same price.
  public func outcome(under rates: MarginRates) -> PositionOutcome {
    if required(rates.maintenance) >= Self.equity { return .liquidated }
    return required(rates.initial) > Self.equity ? .called : .kept
  }

  /// The adverse price move at which equity equals the maintenance margin, a fraction of price.
  ///
  ///     long:  f = (1/L − m) / (1 − m)        short: f = (1/L − m) / (1 + m)
  ///
  /// The move is a fall for a long position and a rise for a short one; the maintenance margin m is
  /// a fraction of the notional at the moved price. Zero if the position is liquidated immediately;
  /// nil if no fall of the price liquidates it, as for a long position without leverage.
  public func adverseMove(under rates: MarginRates) -> Double? {
    guard outcome(under: rates) != .liquidated else { return 0 }
    let equity = 1 / leverage.multiple
    let maintenance = rates.maintenance.fraction
    switch side {
    case .long: return leverage.hundredths <= 100 ? nil : (equity - maintenance) / (1 - maintenance)
    case .short: return (equity - maintenance) / (1 + maintenance)
    }
  }

  // Comparing equity 1/L with a rate r compares 10⁸ with r's millionths times L's hundredths.
  private static let equity = 100_000_000

  private func required(_ rate: MarginRate) -> Int { rate.millionths * leverage.hundredths }
}

/// The outcome for a position when margins change at unchanged prices, from best to worst.
public enum PositionOutcome: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  /// Equity covers the initial margin: no call.
  case kept
  /// Equity is below the initial and above the maintenance margin: margin call.
  case called
  /// Equity is at or below the maintenance margin: liquidation.
  case liquidated

  /// Orders outcomes from best to worst.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .kept: 0
    case .called: 1
    case .liquidated: 2
    }
  }
}
