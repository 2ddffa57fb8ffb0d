internal import Instruments

extension ScenarioMarginRule {
  /// What is charged beside the worst scenario: a kind with its numbers.
  ///
  /// A new kind is one ``Kind`` and a line in ``Kind/all``: files and margins follow from it.
  public struct Charge: Hashable, Sendable {
    /// What is charged.
    public let kind: Kind
    /// The numbers, in the order of the kind's parameters.
    public let values: [Double]

    /// A charge; the numbers are those of the kind's parameters.
    public init(_ kind: Kind, _ values: [Double]) {
      precondition(
        values.count == kind.parameters.count,
        "\(kind.name) has \(kind.parameters.count) numbers, not \(values.count)")
      self.kind = kind
      self.values = values
    }
  }
}

extension ScenarioMarginRule.Charge {
  /// A kind of charge: its name and numbers in files, and its amount; S the price of the underlying, 1 in coin.
  public struct Kind: Sendable {
    /// A number of a kind.
    public struct Parameter: Hashable, Sendable {
      /// The name in files.
      public let name: String
      /// Where it lies.
      public let range: ClosedRange<Double>
    }

    /// What an amount is part of.
    enum Target {
      /// The charges, scaled by the factors of the scenarios.
      case charges
      /// The least amount.
      case least
      /// Neither: it is multiplied by a rate for the initial and one for the maintenance margin.
      case rates
    }

    /// The name in files.
    public let name: String
    /// Its numbers.
    public let parameters: [Parameter]
    let target: Target
    let amount: @Sendable ([Double], [ScenarioPosition], VolatilityShock) -> Double

    /// Whether no number is above the one before, where both are rates of margins.
    public var isOrdered: Bool { target == .rates }
  }
}

extension ScenarioMarginRule.Charge.Kind: Hashable {
  /// Every kind, in the order in which messages name them.
  public static let all = [
    roll, shortOptions, forward, contingency, leastDelta, leastShortOptions,
  ]

  /// Whether two kinds have one name.
  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  /// Feeds the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  private init(
    _ name: String, _ target: Target, _ parameters: KeyValuePairs<String, ClosedRange<Double>>,
    _ amount: @escaping @Sendable ([Double], [ScenarioPosition], VolatilityShock) -> Double
  ) {
    self.name = name
    self.target = target
    self.parameters = parameters.map { Parameter(name: $0.key, range: $0.value) }
    self.amount = amount
  }

  private static let share = 0.0 ... 1.0

  /// Σ |n| S max(least, annual · T) over futures: the basis of each moves on its own.
  public static let roll = Self("roll", .charges, ["annual": share, "least": share]) {
    values, positions, _ in
    positions.filter(\.isFuture).reduce(0) {
      $0 + abs($1.amount) * $1.baseValue * max(values[1], values[0] * $1.years)
    }
  }

  /// rate · S for every option sold, bought ones not set against it.
  public static let shortOptions = Self(
    "short-options", .charges, ["rate": share], optionsSold)

  /// A least amount: rate · S for every short option.
  public static let leastShortOptions = Self(
    "least-short-options", .least, ["rate": share], optionsSold)

  private static let optionsSold:
    @Sendable ([Double], [ScenarioPosition], VolatilityShock) -> Double = { values, positions, _ in
      positions.filter { !$0.isFuture }.reduce(0) {
        $0 + max(0, -$1.amount) * $1.baseValue * values[0]
      }
    }

  /// Σ over expiries of (constant + slope · T) · max(0, −profit at +move, −profit at −move), volatility
  /// as it is; a perpetual has none.
  public static let forward = Self(
    "forward", .charges, ["constant": 0 ... 100, "slope": 0 ... 100, "move": 0 ... 0.99]
  ) { values, positions, shock in
    var expiries: [Double: [ScenarioPosition]] = [:]
    for position in positions where !position.isFuture || position.years > 0 {
      expiries[position.years, default: []].append(position)
    }
    return expiries.sorted { $0.key < $1.key }.reduce(0) { sum, expiry in
      let losses = [values[2], -values[2]].map { move in
        -expiry.value.reduce(0) { $0 + $1.profit(in: Scenario(move), shock) }
      }
      return sum + (values[0] + values[1] * expiry.key) * max(0, losses.max() ?? 0)
    }
  }

  /// Σ |n| S over futures, a rate for the initial and one for the maintenance margin, scaled by no factor.
  public static let contingency = Self(
    "contingency", .rates, ["initial": share, "maintenance": share]
  ) { _, positions, _ in
    positions.filter(\.isFuture).reduce(0) { $0 + abs($1.amount) * $1.baseValue }
  }

  /// A least amount: (net · |Σ Δ| + hedged · (Σ |Δ| − |Σ Δ|)/2) S.
  public static let leastDelta = Self("least-delta", .least, ["net": share, "hedged": share]) {
    values, positions, _ in
    let deltas = positions.map { $0.delta * $0.baseValue }
    let (sum, gross) = (abs(deltas.reduce(0, +)), deltas.reduce(0) { $0 + abs($1) })
    return values[0] * sum + values[1] * (gross - sum) / 2
  }
}

extension ScenarioMarginRule.Charge {
  /// The basis of futures, a rate a year and at least a rate.
  public static func roll(annual: Double, least: Double) -> Self { Self(.roll, [annual, least]) }

  /// A rate of every option sold.
  public static func shortOptions(rate: Double) -> Self { Self(.shortOptions, [rate]) }

  /// A share of the loss of each expiry at a move.
  public static func forward(constant: Double, slope: Double, move: Double) -> Self {
    Self(.forward, [constant, slope, move])
  }

  /// Rates of futures for the two margins.
  public static func contingency(initial: Double, maintenance: Double) -> Self {
    Self(.contingency, [initial, maintenance])
  }

  /// A least amount by delta.
  public static func leastDelta(net: Double, hedged: Double) -> Self {
    Self(.leastDelta, [net, hedged])
  }

  /// A least amount by options sold.
  public static func leastShortOptions(rate: Double) -> Self { Self(.leastShortOptions, [rate]) }
}
