/// Why the published rate of one side moved, in whole millionths that add up exactly.
public struct MarginMove: Hashable, Sendable {
  /// The rate that moved.
  public let old: MarginRate
  /// The rate it moved to.
  public let new: MarginRate
  /// What moved it; ``rounding`` is the last and takes what whole millionths leave.
  public let lines: [Line]

  /// One reason of a move.
  public struct Line: Hashable, Sendable {
    /// The driver, or the line of the waterfall.
    public let driver: String
    /// What it did alone, where it is a driver of a game; nil for a line of the waterfall.
    public let own: MarginRate?
    /// What it did by the attribution.
    public let change: MarginRate

    /// One reason.
    public init(driver: String, own: MarginRate?, change: MarginRate) {
      self.driver = driver
      self.own = own
      self.change = change
    }
  }

  /// The method that attributes interactions of drivers.
  public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
    /// Over all orders, on average.
    case shapley
    /// In the order that is printed.
    case order
  }

  /// The move from `old` to `new` by drivers of a game, and by lines of the waterfall after it.
  ///
  /// `lines` are the differences of the waterfall's lines after those that the game values.
  public init(
    from old: MarginRate, to new: MarginRate, drivers: [String], attribution: Attribution,
    by method: Method, lines waterfall: [Line]
  ) {
    self.old = old
    self.new = new
    let effects = method == .shapley ? attribution.shapley : attribution.ordered
    var lines = drivers.indices.map { index in
      Line(
        driver: drivers[index], own: Self.rate(attribution.own[index]),
        change: Self.rate(effects[index]))
    }
    lines += waterfall
    let explained = lines.reduce(0) { $0 + $1.change.millionths }
    lines.append(
      Line(
        driver: "rounding", own: nil,
        change: MarginRate(millionths: new.millionths - old.millionths - explained)))
    self.lines = lines
    interaction = Self.rate(attribution.interaction)
  }

  /// What the drivers of the game did only together; it is shared out among their changes.
  public let interaction: MarginRate

  private static func rate(_ value: Double) -> MarginRate {
    MarginRate(nearest: value) ?? .zero
  }
}
