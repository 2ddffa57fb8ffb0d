/// The largest rise of a margin over a number of bars, relative and absolute.
///
///     relative = max (Mₜ₊ₙ/Mₜ − 1),   absolute = max (Mₜ₊ₙ − Mₜ)
///
/// The two need not be one event. Negative where the margin never rose.
///
/// - SeeAlso: Murphy, Vasios and Vause (2014), Bank of England Financial Stability Paper 29, whose n are
///   1, 5 and 30 days.
public struct MarginRise: Hashable, Sendable {
  /// The largest rise and where it began.
  public struct Event: Hashable, Sendable {
    /// The size of the rise: a fraction, or in the unit of the path.
    public let size: Double
    /// The place in the path of the margin that it rose from.
    public let start: Int
    /// The place in the path of the margin that it rose to.
    public let end: Int
  }

  /// n, the bars.
  public let bars: Int
  /// The largest rise as a fraction; nil without n + 1 margins, or where each starts from zero.
  public let relative: Event?
  /// The largest rise in the unit of the path; nil without n + 1 margins.
  public let absolute: Event?

  /// The largest rise from one margin to that exactly `bars` later.
  public init(over bars: Int, of path: MarginPath) {
    precondition(bars >= 1, "A rise takes at least one bar, not \(bars)")
    self.init(bars: bars, of: path, spans: bars ... bars)
  }

  /// The largest rise that any call within `bars` demands, however few of them it took.
  ///
  /// The large call of a constant position: never below the rise over exactly as many bars.
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
  /// How often the margin rose within `bars` by more than `share`, episodes counted once.
  ///
  /// An episode begins where Mₜ is more than 1 + `share` times the least margin of the `bars` before;
  /// the next one is looked for from t on. With a share of a quarter these are the steps that a buffer
  /// of 25 % would not have absorbed.
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
