internal import Instruments

extension ScenarioMarginRule {
  /// Published venue parameters, each with its date and with the charges it omits.
  public static let presets = [deribit, derive, paradex, span, tims]

  /// The preset with a given name; nil if there is none.
  public static func preset(_ name: String) -> ScenarioMarginRule? {
    presets.first { $0.name == name }
  }

  /// The price moves of the far out-of-the-money rows.
  private static let farMoves: [Double] = [-0.66, -0.33, 0.5, 1, 2, 3, 4, 5]

  private static func rows(
    _ moves: [Double], _ volatilities: [Scenario.VolatilityMove]
  ) -> [Scenario] {
    moves.flatMap { move in volatilities.map { Scenario(move, $0) } }
  }

  /// Deribit, BTC: ±16 % in four steps, three volatility moves, a roll charge on futures.
  ///
  /// The rule of the roll charge is inferred from one printed example.
  static let deribit = ScenarioMarginRule(
    name: "deribit-2024-06", date: "2024-06",
    source: "Deribit API, private/pme/simulate, model parameters of BTC",
    scan: ScenarioScan(
      ScenarioScan.grid(range: 0.16, buckets: 4),
      shock: VolatilityShock(up: 0.5, down: 0.25, floor: 0.5), maintenanceFactor: 0.8),
    charges: [.roll(annual: 0.075, least: 0.01)],
    omits: [
      "rows from -66 % to +500 %, whose damping is not published", "the shock of large deltas",
      "the slope of sizes", "market maker protection",
    ])

  /// Derive PM2, BTC and ETH: ±18 %, weighted far rows, forward charge, contingency charges.
  ///
  /// The charge on short options is that of the model page, 0.5 %; the parameter page has 0.2 % and
  /// 0.3 %.
  static let derive = ScenarioMarginRule(
    name: "derive-pm2", date: "2024",
    source: "Derive documentation, portfolio margin 2, BTC and ETH",
    scan: ScenarioScan(
      rows([-0.135, -0.09, -0.045, 0, 0.045, 0.09, 0.135], [.up, .same, .down])
        + [Scenario(0.18, .up), Scenario(-0.18, .up)]
        + zip(farMoves, [0.21, 0.42, 0.27, 0.13, 0.069, 0.046, 0.034, 0.027]).map {
          Scenario($0, .up, weight: $1)
        },
      shock: VolatilityShock(up: 0.5, down: 0.275, floor: 0.4), maintenanceFactor: 0.8),
    charges: [
      .forward(constant: 0.5, slope: 2, move: 0.045), .shortOptions(rate: 0.005),
      .contingency(initial: 0.04, maintenance: 0.03),
    ],
    omits: [
      "the rows of the skew", "the discount of positive values", "oracle and peg contingencies",
    ])

  /// Paradex: ±16 %, volatility up 40 % or down 22 %.
  ///
  /// Far rows have a linear loss of 16 %; there is a minimum amount on delta. The documentation of
  /// August 2026 also has a floor on the upward volatility shock, which this preset lacks.
  static let paradex = ScenarioMarginRule(
    name: "paradex-2025", date: "2025", source: "Paradex documentation, portfolio margin",
    scan: ScenarioScan(
      [Scenario(0.16, .up)] + rows([0.12, 0.08, 0.04, 0, -0.04, -0.08, -0.12], [.up, .down])
        + [Scenario(-0.16, .up)] + ScenarioScan.tails(range: 0.16, farMoves),
      shock: VolatilityShock(up: 0.4, down: 0.22), maintenanceFactor: 0.5),
    charges: [.leastDelta(net: 0.02, hedged: 0.01)], omits: ["the provision for fees"])

  /// SPAN: its sixteen rows with the minimum price range of an NSE index.
  ///
  /// The range is 7.1 %, with 4 volatility points and twice the range at 35 %.
  static let span = ScenarioMarginRule(
    name: "span-nse-index", date: "2010s",
    source: "NSE Clearing, SPAN parameters of index contracts",
    scan: ScenarioScan(
      [0, 1, -1, 2, -2, 3, -3].flatMap { third in
        [.up, .down].map { Scenario(0.071 * Double(third) / 3, $0) }
      } + [2, -2].map { Scenario(0.071 * $0, weight: 0.35) },
      shock: VolatilityShock(.absolute, up: 0.04, down: 0.04)),
    charges: [.leastShortOptions(rate: 0.03)],
    omits: ["spread and delivery charges", "exposure margin", "a range above its least"])

  /// TIMS: the ten points of United States customer portfolio margin: ±15 % in fifths.
  ///
  /// The ten points are those of OCC; the range of 15 % is from memory, not checked against FINRA
  /// Rule 4210(g).
  static let tims = ScenarioMarginRule(
    name: "tims-15", date: "2020s",
    source: "OCC, customer portfolio margin; FINRA 4210(g), not checked against the text",
    scan: ScenarioScan(
      [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5].map { Scenario(0.03 * $0) },
      shock: VolatilityShock(up: 0, down: 0)),
    omits: ["the least amount a contract", "offsets between groups"])
}
