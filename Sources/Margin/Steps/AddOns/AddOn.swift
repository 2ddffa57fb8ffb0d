public import MarketData

/// The instruments that an add-on applies to.
public enum AddOnScope: Hashable, Sendable {
  /// All instruments.
  case all
  /// The named instruments.
  case instruments(Set<InstrumentID>)

  /// Whether the scope includes an instrument.
  public func holds(_ instrument: InstrumentID?) -> Bool {
    switch self {
    case .all: true
    case .instruments(let names): instrument.map(names.contains) ?? false
    }
  }
}

/// A step that adds a charge to the rate, never negative.
///
/// The charge is a fraction of notional. An add-on keeps no history, so it is its own state.
public protocol AddOn: MarginStep, MarginStepState {
  /// The instruments that the add-on applies to.
  var scope: AddOnScope { get }

  /// The charge added to `rate`, a fraction of notional; at least zero.
  func charge(on rate: Double, given inputs: MarginInputs) -> Double
}

extension AddOn {
  /// Adds the charge to the rate for the instruments in scope.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    guard scope.holds(inputs.instrument) else { return .passed(rate) }
    return StepOutcome(rate: rate + max(0, charge(on: rate, given: inputs)))
  }
}

/// The size of a liquidated position relative to market volume.
public struct PositionSize: Hashable, Sendable {
  /// The notional of the position, in any currency.
  public let notional: Double
  /// The notional traded per bar, in the same currency.
  public let volume: Double

  /// Creates a position size; both values are positive.
  public init(notional: Double, volume: Double) {
    precondition(notional > 0 && volume > 0, "A position and a volume are above 0")
    self.notional = notional
    self.volume = volume
  }

  /// The bars needed to trade the position at a participation rate π: N/(πV).
  public func bars(participation: Double) -> Double { notional / (participation * volume) }
}
