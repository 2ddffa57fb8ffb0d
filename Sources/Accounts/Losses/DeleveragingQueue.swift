/// The auto-deleveraging queue: positions closed against a bankrupt one.
///
/// The positions are on the opposite side and are closed at the bankruptcy price.
///
/// - SeeAlso: BitMEX, *Auto-deleveraging*.
public struct DeleveragingQueue: Hashable, Sendable {
  /// A position in the queue.
  public struct Entry: Hashable, Sendable {
    /// The account, which also breaks ties of the score.
    public let account: Int
    /// The size that may be closed, above zero.
    public let size: Double
    /// The score; the highest is closed first.
    public let score: Double

    /// Creates an entry.
    public init(account: Int, size: Double, score: Double) {
      self.account = account
      self.size = size
      self.score = score
    }
  }

  /// The entries, the first to be closed first.
  public let entries: [Entry]

  /// Creates a queue.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted { ($1.score, $0.account) < ($0.score, $1.account) }
  }

  /// The score: profit · leverage for a gain, profit ÷ leverage for a loss.
  ///
  /// Profit is a fraction of the entry value.
  public static func score(profit: Double, leverage: Double) -> Double {
    profit > 0 ? profit * leverage : profit / leverage
  }

  /// The size closed of each account until `size` is covered, and the uncovered rest.
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
