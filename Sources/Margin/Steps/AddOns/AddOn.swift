public import MarketData

/// The instruments that an add-on is for.
public enum AddOnScope: Hashable, Sendable {
  /// All of them.
  case all
  /// Those named.
  case instruments(Set<InstrumentID>)

  /// Whether an add-on of this scope is on an instrument.
  public func holds(_ instrument: InstrumentID?) -> Bool {
    switch self {
    case .all: true
    case .instruments(let names): instrument.map(names.contains) ?? false
    }
  }
}

/// A step that puts an amount on top of the rate, never below zero.
///
/// What is added is a fraction of notional. An add-on remembers nothing, so it is its own state.
public protocol AddOn: MarginStep, MarginStepState {
  /// The instruments it is on.
  var scope: AddOnScope { get }

  /// What is put on top of `rate`, a fraction of notional; at least zero.
  func charge(on rate: Double, given inputs: MarginInputs) -> Double
}

extension AddOn {
  /// The rate with the charge on top, for the instruments of the scope.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    guard scope.holds(inputs.instrument) else { return StepOutcome(rate: rate) }
    return StepOutcome(rate: rate + max(0, charge(on: rate, given: inputs)))
  }
}

/// The size of a position that is closed, against what the market trades.
public struct PositionSize: Hashable, Sendable {
  /// The notional of the position, in any currency.
  public let notional: Double
  /// The notional that the market trades in a bar, in the same currency.
  public let volume: Double

  /// A size; both are positive.
  public init(notional: Double, volume: Double) {
    precondition(notional > 0 && volume > 0, "A position and a volume are above 0")
    self.notional = notional
    self.volume = volume
  }

  /// The bars it takes to trade the position at a share of the volume: N/(πV).
  public func bars(participation: Double) -> Double { notional / (participation * volume) }
}
