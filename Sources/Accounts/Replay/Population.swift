import Glibc
public import Instruments
internal import Statistics

/// The simulated clients of a market: their positions, timing and leverage.
public enum Population: Sendable {
  /// Specified clients, who each open on the first bar and hold.
  case stated([Client])
  /// Simulated clients, who reopen after each close with new draws.
  case drawn(DrawnPopulation)

  /// The position of one client.
  public struct Client: Hashable, Sendable {
    /// Long or short.
    public let side: Side
    /// The notional at opening, in the quote currency, above zero.
    ///
    /// For an inverse contract, it is the face value.
    public let notional: Double
    /// The desired leverage; the initial margin may allow less.
    public let leverage: Double
    /// The owner; clients with the same name have one owner, and nil is a separate owner.
    public let owner: String?

    /// Creates a client.
    public init(_ side: Side, notional: Double, leverage: Double, owner: String? = nil) {
      precondition(notional > 0 && leverage > 0, "A notional and a leverage are above 0")
      self.side = side
      self.notional = notional
      self.leverage = leverage
      self.owner = owner
    }
  }

  /// The number of accounts.
  public var count: Int {
    switch self {
    case .stated(let clients): clients.count
    case .drawn(let drawn): drawn.count
    }
  }

  /// The total notional at opening; for simulated clients, its mean.
  public var meanNotional: Double {
    switch self {
    case .stated(let clients): clients.reduce(0) { $0 + $1.notional }
    case .drawn(let drawn):
      // The mean of the Pareto distribution without its upper limit.
      Double(drawn.count) * drawn.leastNotional * drawn.sizeExponent / (drawn.sizeExponent - 1)
    }
  }

  /// The owner of each account, as the index of the owner's first account.
  var owners: [Int] {
    guard case .stated(let clients) = self else { return Array(0 ..< count) }
    var first: [String: Int] = [:]
    return clients.indices.map { account in
      guard let owner = clients[account].owner else { return account }
      if let known = first[owner] { return known }
      first[owner] = account
      return account
    }
  }
}

/// A population drawn from specified distributions, with each draw addressed by account and turn.
///
///     notional  Pareto, least · u^(−1/α);   leverage  a band by its share, log-uniform in it
///     side      long with a probability;    bars held and bars between  exponential
///
/// Draws do not depend on prices, policies or other accounts, so two policies have the same
/// clients.
///
/// - SeeAlso: Cheng, Deng, Wang, Yu (2021), *Applied Economics* 53(47): average leverage of 60
///   among liquidated clients.
public struct DrawnPopulation: Hashable, Sendable {
  /// A leverage band with its share of the clients by count.
  public struct Band: Hashable, Sendable {
    /// The share of the clients.
    public let share: Double
    /// The leverage range.
    public let leverage: ClosedRange<Double>

    /// Creates a band.
    public init(share: Double, leverage: ClosedRange<Double>) {
      self.share = share
      self.leverage = leverage
    }
  }

  /// The number of accounts.
  public var count = 10_000
  /// The minimum notional, in the quote currency.
  public var leastNotional = 100.0
  /// The tail exponent α of the notional distribution, above 1.
  public var sizeExponent = 1.3
  /// The maximum notional, in the quote currency.
  public var largestNotional = 1e7
  /// The leverage bands; their shares add up to 1.
  public var leverage = [
    Band(share: 0.1, leverage: 1 ... 1), Band(share: 0.35, leverage: 2 ... 5),
    Band(share: 0.35, leverage: 10 ... 20), Band(share: 0.15, leverage: 25 ... 50),
    Band(share: 0.05, leverage: 75 ... 125),
  ]
  /// The probability of a long position.
  public var longShare = 0.55
  /// The mean number of bars a position is held.
  public var meanBarsHeld = 168.0
  /// The mean number of bars between two positions.
  public var meanBarsBetween = 24.0

  /// Creates a population with default distributions.
  public init() {}

  /// One turn of an account: the bars it waits, its position and the bars it holds it.
  struct Turn {
    let wait: Int
    let client: Population.Client
    let held: Int
  }

  private static let drawsPerTurn: UInt32 = 6

  func turn(_ turn: UInt32, of account: Int, _ stream: RandomStream) -> Turn {
    func uniform(_ draw: UInt32) -> Double {
      stream.uniform(path: UInt32(account), step: turn &* Self.drawsPerTurn &+ draw)
    }
    func bars(_ mean: Double, _ u: Double) -> Int { 1 + Int((-mean * log(u)).rounded()) }
    var (rest, band) = (uniform(2), leverage[leverage.count - 1])
    for candidate in leverage {
      if rest < candidate.share {
        band = candidate
        break
      }
      rest -= candidate.share
    }
    let (low, high) = (band.leverage.lowerBound, band.leverage.upperBound)
    return Turn(
      wait: bars(meanBarsBetween, uniform(0)),
      client: Population.Client(
        uniform(4) < longShare ? .long : .short,
        notional: min(
          largestNotional, leastNotional * pow(uniform(1), -1 / sizeExponent)),
        leverage: low * pow(high / low, uniform(3))),
      held: bars(meanBarsHeld, uniform(5)))
  }
}
