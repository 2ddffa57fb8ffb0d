/// The attribution of a change of one side's published rate.
///
/// The contributions are in whole millionths and add up exactly.
public struct MarginMove: Hashable, Sendable {
  /// The old rate.
  public let old: MarginRate
  /// The new rate.
  public let new: MarginRate
  /// The contributions to the change; ``rounding`` is the last and takes the remainder.
  public let lines: [Line]

  /// One contribution to the change.
  public struct Line: Hashable, Sendable {
    /// The driver, or the waterfall line.
    public let driver: String
    /// The own effect of a driver; nil for a waterfall line.
    public let own: MarginRate?
    /// The contribution to the change.
    public let change: MarginRate

    /// Creates a contribution.
    public init(driver: String, own: MarginRate?, change: MarginRate) {
      self.driver = driver
      self.own = own
      self.change = change
    }
  }

  /// How interactions of drivers are attributed.
  public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
    /// Shapley values: averaged over all orders.
    case shapley
    /// In the printed order.
    case order
  }

  /// Attributes the change from `old` to `new` to drivers, then to waterfall lines.
  ///
  /// `lines` are the differences of the waterfall lines after those that the drivers cover.
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

  /// The interaction of the drivers, which is included in their contributions.
  public let interaction: MarginRate

  private static func rate(_ value: Double) -> MarginRate {
    MarginRate(nearest: value) ?? .zero
  }
}
