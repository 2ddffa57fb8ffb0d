import Glibc
public import Instruments
internal import Statistics

/// Clients of a market: what each wants to hold, when, and with how much leverage.
public enum Population: Sendable {
  /// Stated, each opened on the first bar and held.
  case stated([Client])
  /// Drawn: every client opens again after it has closed, with draws of its own.
  case drawn(DrawnPopulation)

  /// One client's position.
  public struct Client: Hashable, Sendable {
    /// Long or short.
    public let side: Side
    /// The value it opens, in the quote currency, of an inverse contract its face value; above zero.
    public let notional: Double
    /// The leverage that it wants; the initial margin may allow less.
    public let leverage: Double
    /// Whose it is; clients of one name have one owner, one without is its own.
    public let owner: String?

    /// A client.
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

  /// The value that all together open, of drawn clients its mean.
  public var meanNotional: Double {
    switch self {
    case .stated(let clients): clients.reduce(0) { $0 + $1.notional }
    case .drawn(let drawn):
      // Of a Pareto law, without its largest.
      Double(drawn.count) * drawn.leastNotional * drawn.sizeExponent / (drawn.sizeExponent - 1)
    }
  }

  /// The number of each account's owner: the first account of the same owner.
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

/// Clients drawn from stated distributions, each draw addressed by account and turn.
///
///     notional  Pareto, least · u^(−1/α);   leverage  a band by its share, log-uniform in it
///     side      long with a chance;         bars held and bars between  exponential
///
/// A bar, a policy or another account never changes a draw, so that two policies meet the same clients.
///
/// - SeeAlso: Cheng, Deng, Wang, Yu (2021), *Applied Economics* 53(47), who find an average leverage of 60 of those liquidated.
public struct DrawnPopulation: Hashable, Sendable {
  /// A share of the clients by count with leverage between two ends.
  public struct Band: Hashable, Sendable {
    /// The share.
    public let share: Double
    /// The leverage, from its least to its most.
    public let leverage: ClosedRange<Double>

    /// A band.
    public init(share: Double, leverage: ClosedRange<Double>) {
      self.share = share
      self.leverage = leverage
    }
  }

  /// The number of accounts.
  public var count = 10_000
  /// The least notional, in the quote currency.
  public var leastNotional = 100.0
  /// α of the sizes, above 1.
  public var sizeExponent = 1.3
  /// The most notional.
  public var largestNotional = 1e7
  /// Shares add up to 1.
  public var leverage = [
    Band(share: 0.1, leverage: 1 ... 1), Band(share: 0.35, leverage: 2 ... 5),
    Band(share: 0.35, leverage: 10 ... 20), Band(share: 0.15, leverage: 25 ... 50),
    Band(share: 0.05, leverage: 75 ... 125),
  ]
  /// The chance of a long.
  public var longShare = 0.55
  /// The mean of the bars a position is held.
  public var meanBarsHeld = 168.0
  /// The mean of the bars between two positions.
  public var meanBarsBetween = 24.0

  /// The distributions of the defaults.
  public init() {}

  /// A turn of an account: the bars it waits, its position and the bars it holds it.
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
