internal import Instruments

extension ScenarioMarginRule {
  /// A charge in addition to the worst scenario: a kind with its parameter values.
  ///
  /// A new kind requires one ``Kind`` and an entry in ``Kind/all``; files and margins follow from
  /// it.
  public struct Charge: Hashable, Sendable {
    /// The kind of charge.
    public let kind: Kind
    /// The values, in the order of the kind's parameters.
    public let values: [Double]

    /// Creates a charge with the values of the kind's parameters.
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
  /// A kind of charge: its name, its parameters and its amount.
  ///
  /// S is the price of the underlying, 1 for coin settlement.
  public struct Kind: Sendable {
    /// A parameter of a kind.
    public struct Parameter: Hashable, Sendable {
      /// The name in files.
      public let name: String
      /// The valid range.
      public let range: ClosedRange<Double>
    }

    /// How the amount of a kind enters the margin.
    enum Target {
      /// Added to the charges, which the scenario factors scale.
      case charges
      /// Added to the minimum amount.
      case least
      /// Multiplied by one rate for the initial and one for the maintenance margin.
      case rates
    }

    /// The name in files.
    public let name: String
    /// The parameters.
    public let parameters: [Parameter]
    let target: Target
    let amount: @Sendable ([Double], [ScenarioPosition], VolatilityShock) -> Double

    /// Whether the values must not increase, as for an initial and a maintenance rate.
    public var isOrdered: Bool { target == .rates }
  }
}

extension ScenarioMarginRule.Charge.Kind: Hashable {
  /// All kinds, in the order used in messages.
  public static let all = [
    roll, shortOptions, forward, contingency, leastDelta, leastShortOptions,
  ]

  /// Whether two kinds have the same name.
  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  /// Hashes the name.
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

  /// Σ |n| S max(least, annual · T) over futures: the basis of each future moves independently.
  public static let roll = Self("roll", .charges, ["annual": share, "least": share]) {
    values, positions, _ in
    positions.filter(\.isFuture).reduce(0) {
      $0 + abs($1.amount) * $1.baseValue * max(values[1], values[0] * $1.years)
    }
  }

  /// rate · S for each short option, without netting of long options.
  public static let shortOptions = Self(
    "short-options", .charges, ["rate": share], optionsSold)

  /// A minimum amount: rate · S for each short option.
  public static let leastShortOptions = Self(
    "least-short-options", .least, ["rate": share], optionsSold)

  private static let optionsSold:
    @Sendable ([Double], [ScenarioPosition], VolatilityShock) -> Double = { values, positions, _ in
      positions.filter { !$0.isFuture }.reduce(0) {
        $0 + max(0, -$1.amount) * $1.baseValue * values[0]
      }
    }

  /// Σ over expiries of (constant + slope · T) · max(0, −profit at +move, −profit at −move).
  ///
  /// Volatility is unchanged; a perpetual has no forward charge.
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

  /// Σ |n| S over futures, with an initial and a maintenance rate, without scenario factors.
  public static let contingency = Self(
    "contingency", .rates, ["initial": share, "maintenance": share]
  ) { _, positions, _ in
    positions.filter(\.isFuture).reduce(0) { $0 + abs($1.amount) * $1.baseValue }
  }

  /// A minimum amount: (net · |Σ Δ| + hedged · (Σ |Δ| − |Σ Δ|)/2) S.
  public static let leastDelta = Self("least-delta", .least, ["net": share, "hedged": share]) {
    values, positions, _ in
    let deltas = positions.map { $0.delta * $0.baseValue }
    let (sum, gross) = (abs(deltas.reduce(0, +)), deltas.reduce(0) { $0 + abs($1) })
    return values[0] * sum + values[1] * (gross - sum) / 2
  }
}

extension ScenarioMarginRule.Charge {
  /// A charge for the basis of futures: an annual rate with a minimum rate.
  public static func roll(annual: Double, least: Double) -> Self { Self(.roll, [annual, least]) }

  /// A charge at a rate on each short option.
  public static func shortOptions(rate: Double) -> Self { Self(.shortOptions, [rate]) }

  /// A charge for a share of the loss of each expiry at a price move.
  public static func forward(constant: Double, slope: Double, move: Double) -> Self {
    Self(.forward, [constant, slope, move])
  }

  /// A contingency charge on futures, with a rate for each of the two margins.
  public static func contingency(initial: Double, maintenance: Double) -> Self {
    Self(.contingency, [initial, maintenance])
  }

  /// A minimum amount based on delta.
  public static func leastDelta(net: Double, hedged: Double) -> Self {
    Self(.leastDelta, [net, hedged])
  }

  /// A minimum amount based on short options.
  public static func leastShortOptions(rate: Double) -> Self { Self(.leastShortOptions, [rate]) }
}
