/// The order in which positions on the other side are closed against a bankrupt one, at its bankruptcy price.
///
/// - SeeAlso: BitMEX, *Auto-deleveraging*.
public struct DeleveragingQueue: Hashable, Sendable {
  /// A position in the queue.
  public struct Entry: Hashable, Sendable {
    /// The account; ties of scores are broken by it.
    public let account: Int
    /// What may be closed, above zero.
    public let size: Double
    /// Its rank: the highest is closed first.
    public let score: Double

    /// An entry.
    public init(account: Int, size: Double, score: Double) {
      self.account = account
      self.size = size
      self.score = score
    }
  }

  /// From the first to be closed.
  public let entries: [Entry]

  /// The queue of some positions.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted { ($1.score, $0.account) < ($0.score, $1.account) }
  }

  /// profit · leverage of what wins, profit/leverage of what loses; profit as a fraction of the entry value.
  public static func score(profit: Double, leverage: Double) -> Double {
    profit > 0 ? profit * leverage : profit / leverage
  }

  /// What is closed of each account until a size is covered; the rest where the queue is too short.
  public func closed(covering size: Double) -> (parts: [(account: Int, size: Double)], rest: Double)
  {
    var rest = size
    var parts: [(account: Int, size: Double)] = []
    for entry in entries where rest > 0 {
      let part = min(rest, entry.size)
      parts.append((entry.account, part))
      rest -= part
    }
    return (parts, rest)
  }
}
