public import Instruments

/// A position of one unit of notional that was opened with exactly 1/L of equity and has not moved since.
///
/// It stands for the account that has least: who holds more equity at the same leverage fares better.
/// The contract is linear: its profit is the price move times the notional.
public struct ReferencePosition: Hashable, Sendable {
  /// Notional over equity, L.
  public let leverage: Leverage
  /// The side of the position.
  public let side: Side

  /// A position at a leverage above zero.
  public init(leverage: Leverage, side: Side) {
    precondition(
      leverage.hundredths > 0, "A leverage is above zero, not \(leverage.hundredths) hundredths")
    self.leverage = leverage
    self.side = side
  }

  /// Whether the position can be opened under `rates`: 1/L ≥ initial, in whole numbers.
  public func canBeOpened(under rates: MarginRates) -> Bool {
    required(rates.initial) <= Self.equity
  }

  /// What becomes of the position when `rates` come into force at the same price.
  public func outcome(under rates: MarginRates) -> PositionOutcome {
    if required(rates.maintenance) >= Self.equity { return .liquidated }
    return required(rates.initial) > Self.equity ? .called : .kept
  }

  /// The price move against the position that leaves equity equal to maintenance, a fraction of the price.
  ///
  ///     long:  f = (1/L − m) / (1 − m)        short: f = (1/L − m) / (1 + m)
  ///
  /// A fall for a long position, a rise for a short one; the maintenance margin m is of the notional at the
  /// moved price. Zero where the position is liquidated at once; nil where no fall of the price liquidates
  /// it, which is a long position without leverage.
  public func adverseMove(under rates: MarginRates) -> Double? {
    guard outcome(under: rates) != .liquidated else { return 0 }
    let equity = 1 / leverage.multiple
    let maintenance = rates.maintenance.fraction
    switch side {
    case .long: return leverage.hundredths <= 100 ? nil : (equity - maintenance) / (1 - maintenance)
    case .short: return (equity - maintenance) / (1 + maintenance)
    }
  }

  // Equity 1/L against a rate r compares 10⁸ with r's millionths times L's hundredths.
  private static let equity = 100_000_000

  private func required(_ rate: MarginRate) -> Int { rate.millionths * leverage.hundredths }
}

/// What becomes of a position when margins change and prices do not, from best to worst.
public enum PositionOutcome: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  /// Its equity covers the initial margin: nothing is asked for.
  case kept
  /// Its equity is below the initial and above the maintenance margin: it must be topped up.
  case called
  /// Its equity is not above the maintenance margin: it is liquidated.
  case liquidated

  /// From best to worst.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .kept: 0
    case .called: 1
    case .liquidated: 2
    }
  }
}
