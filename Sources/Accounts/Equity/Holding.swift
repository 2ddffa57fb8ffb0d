public import Instruments
public import MarketData

extension Account {
  /// A position of the account, at its mark and with what it must keep.
  public struct Holding: Hashable, Sendable {
    /// What is held.
    public enum Claim: Hashable, Sendable {
      /// A future or perpetual.
      case futures(FuturesPosition)
      /// Options, with their mark, index and rule.
      case option(OptionPosition)
      /// What is owned and owed of both sides of a pair.
      case spot(SpotMarginPair)
    }

    /// The name of the instrument.
    public let instrument: InstrumentID
    /// What moves it; the instrument itself where it is not told.
    public let underlying: InstrumentID
    /// What is held.
    public let claim: Claim
    /// The price of today; of an option that of one.
    public let mark: Double
    /// MM(N) of a future; nothing where a portfolio's scenarios tell it, or a claim has its own rule.
    public let rule: MaintenanceRule
    /// 1/L, the initial rate of a future; the initial margin is no less than the maintenance margin.
    public let initialRate: Double
    /// φ, the fee of closing a future as a fraction of notional.
    public let fee: Double
    /// T of a dated future in years; zero for a perpetual.
    public let years: Double
    /// The collateral of the position alone; zero where the account's is shared.
    public let margin: Double

    /// A future.
    public init(
      _ instrument: InstrumentID, _ position: FuturesPosition, mark: Double, rule: MaintenanceRule,
      initialRate: Double = 0, fee: Double = 0, years: Double = 0, margin: Double = 0,
      underlying: InstrumentID? = nil
    ) {
      self.init(
        instrument, underlying, .futures(position), mark, rule, initialRate, fee, years, margin)
    }

    /// Options.
    public init(
      _ instrument: InstrumentID, _ option: OptionPosition, underlying: InstrumentID,
      margin: Double = 0
    ) {
      self.init(
        instrument, underlying, .option(option), option.mark, MaintenanceRule(rate: 0), 0, 0,
        option.option.years, margin)
    }

    /// A pair of the spot market, whose balances are its collateral.
    public init(
      _ instrument: InstrumentID, _ pair: SpotMarginPair, mark: Double,
      underlying: InstrumentID? = nil
    ) {
      self.init(
        instrument, underlying, .spot(pair), mark, MaintenanceRule(rate: 0), 0, 0, 0, 0)
    }

    private init(
      _ instrument: InstrumentID, _ underlying: InstrumentID?, _ claim: Claim, _ mark: Double,
      _ rule: MaintenanceRule, _ initialRate: Double, _ fee: Double, _ years: Double,
      _ margin: Double
    ) {
      self.instrument = instrument
      self.underlying = underlying ?? instrument
      self.claim = claim
      self.mark = mark
      self.rule = rule
      self.initialRate = initialRate
      self.fee = fee
      self.years = years
      self.margin = margin
    }
  }
}

extension Account.Holding {
  /// What the position adds to equity: U of a future, s q mk of options, what a pair owns less what it owes.
  public var value: Double {
    switch claim {
    case .futures(let position): position.unrealizedProfit(at: mark)
    case .option(let option): option.value
    case .spot(let pair): pair.equity(at: mark)
    }
  }

  /// U, at the mark; nothing of a pair, whose entry is not known.
  public var unrealizedProfit: Double {
    switch claim {
    case .futures(let position): position.unrealizedProfit(at: mark)
    case .option(let option): option.unrealizedProfit
    case .spot: 0
    }
  }

  /// N at the mark: of options that of their delta, of a pair what it owes.
  public var notional: Double {
    switch claim {
    case .futures(let position): position.notional(at: mark)
    case .option(let option): option.notional
    case .spot(let pair): pair.owed(at: mark)
    }
  }

  /// MM, at the mark; nil above the last cap.
  public var maintenanceMargin: Double? {
    switch claim {
    case .futures: rule.margin(of: notional)
    case .option(let option): option.maintenanceMargin
    case .spot(let pair): pair.maintenanceMargin(at: mark)
    }
  }

  /// IM, at the mark: max(N/L, MM) of a future; nil above the last cap.
  public var initialMargin: Double? {
    switch claim {
    case .futures: maintenanceMargin.map { max($0, notional * initialRate) }
    case .option(let option): option.initialMargin
    case .spot(let pair): pair.maintenanceMargin(at: mark)
    }
  }

  /// What closing costs at the mark.
  var closingFees: Double {
    switch claim {
    case .futures(let position): fee * position.notional(at: mark)
    case .option: 0
    case .spot(let pair): pair.closingFees(at: mark)
    }
  }

  /// Whether the position gains when its underlying rises.
  var gainsWithPrice: Bool {
    switch claim {
    case .futures(let position): position.side == .long
    case .option(let option): option.gainsWithPrice
    case .spot(let pair): pair.base.owned >= pair.base.owed
    }
  }

  /// The price of what moves the position: the index of options, else the mark.
  public var underlyingPrice: Double {
    if case .option(let option) = claim { option.index } else { mark }
  }

  /// The position after its underlying has moved by a factor.
  func moved(by factor: Double) -> Self {
    switch claim {
    case .futures(let position):
      Self(
        instrument, position, mark: mark * factor, rule: rule, initialRate: initialRate, fee: fee,
        years: years, margin: margin, underlying: underlying)
    case .option(let option):
      Self(instrument, option.moved(by: factor), underlying: underlying, margin: margin)
    case .spot(let pair): Self(instrument, pair, mark: mark * factor, underlying: underlying)
    }
  }

  /// What scenarios revalue; nil for a pair.
  var scenarioPosition: ScenarioPosition? {
    switch claim {
    case .futures(let position): position.scenarioPosition(at: mark, years: years)
    case .option(let option):
      ScenarioPosition(
        option.settlesInCoin
          ? .inverseOption(option.option, volatility: option.volatility)
          : .option(option.option, volatility: option.volatility),
        amount: option.side == .long ? option.size : -option.size, forward: option.forward,
        index: option.index)
    case .spot: nil
    }
  }
}

extension FuturesPosition {
  /// What scenarios revalue: a size in the base, of an inverse contract in coin at the mark.
  func scenarioPosition(at mark: Double, years: Double) -> ScenarioPosition {
    let size = contract == .inverse ? notional(at: mark) : self.size * multiplier
    return ScenarioPosition(
      contract == .inverse ? .inverseFuture : .future, amount: side == .long ? size : -size,
      forward: mark, years: years)
  }
}
