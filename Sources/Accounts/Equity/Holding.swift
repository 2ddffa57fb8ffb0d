public import MarketData

extension Account {
  /// A position of the account in an instrument, with the collateral that is its own.
  public struct Holding: Sendable {
    /// The name of the instrument.
    public let instrument: InstrumentID
    /// What moves it; the instrument itself where it is not given.
    public let underlying: InstrumentID
    /// What is held, at its mark and with what it must keep.
    public let position: any MarginedPosition
    /// The collateral of the position alone; zero where the account's is shared.
    public let margin: Double

    /// A position in an instrument.
    public init(
      _ instrument: InstrumentID, _ position: any MarginedPosition,
      underlying: InstrumentID? = nil, margin: Double = 0
    ) {
      self.instrument = instrument
      self.underlying = underlying ?? instrument
      self.position = position
      self.margin = margin
    }

    /// The collateral of the position and what it adds to equity.
    public var equity: Double { margin + position.value }

    /// The holding after its underlying has moved by a factor.
    func moved(by factor: Double) -> Holding {
      Holding(instrument, position.moved(by: factor), underlying: underlying, margin: margin)
    }
  }
}
