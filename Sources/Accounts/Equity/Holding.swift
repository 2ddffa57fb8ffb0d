public import MarketData

extension Account {
  /// A position of an account in an instrument, with its isolated collateral.
  public struct Holding: Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// The underlying; by default the instrument itself.
    public let underlying: InstrumentID
    /// The position at its mark, with its margin rule.
    public let position: any MarginedPosition
    /// The isolated collateral of the position; zero for shared collateral.
    public let margin: Double

    /// Creates a holding.
    public init(
      _ instrument: InstrumentID, _ position: any MarginedPosition,
      underlying: InstrumentID? = nil, margin: Double = 0
    ) {
      self.instrument = instrument
      self.underlying = underlying ?? instrument
      self.position = position
      self.margin = margin
    }

    /// The equity: isolated collateral plus the value of the position.
    public var equity: Double { margin + position.value }

    /// The holding after its underlying's price is multiplied by a factor.
    func moved(by factor: Double) -> Holding {
      Holding(instrument, position.moved(by: factor), underlying: underlying, margin: margin)
    }
  }
}
