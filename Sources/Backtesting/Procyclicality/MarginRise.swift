/// The largest rise of a margin over a number of bars, relative and absolute.
///
///     relative = max (Mₜ₊ₙ/Mₜ − 1),   absolute = max (Mₜ₊ₙ − Mₜ)
///
/// The two need not be the same event. Negative if the margin never rose.
///
/// - SeeAlso: Murphy, Vasios and Vause (2014), Bank of England Financial Stability Paper 29, on
///   increases over short periods; its formula was not checked.
public struct MarginRise: Hashable, Sendable {
  /// The size and position of a rise.
  public struct Event: Hashable, Sendable {
    /// The size of the rise: a fraction, or an amount in the unit of the path.
    public let size: Double
    /// The index in the path of the margin before the rise.
    public let start: Int
    /// The index in the path of the margin after the rise.
    public let end: Int
  }

  /// n, the number of bars.
  public let bars: Int
  /// The largest rise as a fraction.
  ///
  /// Nil with fewer than n + 1 margins, or if each starts from zero.
  public let relative: Event?
  /// The largest rise in the unit of the path; nil with fewer than n + 1 margins.
  public let absolute: Event?

  /// Finds the largest rise over exactly `bars` bars.
  public init(over bars: Int, of path: MarginPath) {
    precondition(bars >= 1, "A rise takes at least one bar, not \(bars)")
    self.init(bars: bars, of: path, spans: bars ... bars)
  }

  /// Finds the largest rise over at most `bars` bars.
  ///
  /// This is the large call of a constant position: never below the rise over exactly `bars` bars.
  public init(within bars: Int, of path: MarginPath) {
    precondition(bars >= 1, "A rise takes at least one bar, not \(bars)")
    self.init(bars: bars, of: path, spans: 1 ... bars)
  }

  private init(bars: Int, of path: MarginPath, spans: ClosedRange<Int>) {
    self.bars = bars
    var relative: Event?
    var absolute: Event?
    let margins = path.margins
    for span in spans {
      for start in 0 ..< max(0, margins.count - span) {
        let (before, after) = (margins[start], margins[start + span])
        if after - before > absolute?.size ?? -.infinity {
          absolute = Event(size: after - before, start: start, end: start + span)
        }
        if before > 0, after / before - 1 > relative?.size ?? -.infinity {
          relative = Event(size: after / before - 1, start: start, end: start + span)
        }
      }
    }
    self.relative = relative
    self.absolute = absolute
  }
}

extension MarginPath {
  /// Returns how often the margin rose within `bars` by more than `share`, counting each episode
  /// once.
  ///
  /// An episode begins at t if Mₜ is more than 1 + `share` times the lowest margin of the preceding
  /// `bars`; the search for the next one starts at t. With a share of 0.25 these are the steps that
  /// a buffer of 25 % would not have absorbed.
  public func bigSteps(within bars: Int = 5, above share: Double = 0.25) -> Int {
    precondition(bars >= 1, "A step takes at least one bar, not \(bars)")
    var count = 0
    var origin = 0
    for t in margins.indices {
      let window = margins[max(origin, t - bars) ... t]
      guard let least = window.min(), margins[t] > least * (1 + share) else { continue }
      count += 1
      origin = t
    }
    return count
  }
}
