internal import Margin
internal import Text

/// The parameters of `spread`.
struct SpreadParameters: Hashable, Sendable, Decodable {
  /// The mean relative spread.
  let mean: Double
  /// The standard deviation of the relative spread.
  let deviation: Double
  /// The number of standard deviations above the mean that are charged.
  let multiple: Double
  /// The instruments it applies to; nil for all.
  let instruments: [String]?
}

extension StepSpecification {
  static let spread = StepSpecification(
    SpreadParameters.self, "spread", summary: "half of the bid-ask spread paid on close-out",
    guide: Guide(
      assumes: "Adds half the bid-ask spread of closing, its mean plus deviations.",
      fails: "When spreads widen in stress beyond the stated deviations.",
      reference: "Bangia, Diebold, Schuermann and Stroughair (1999), Risk 12, 68–73"),
    keys: [
      .init(
        "mean", .fraction, PolicyKeys.share(example: 0.001), .fallback(.double(0.001)),
        "mean spread, a fraction of the price"),
      .init(
        "deviation", .fraction, PolicyKeys.share(example: 0.0005), .fallback(.double(0)),
        "standard deviation of the spread"),
      .init(
        "multiple", .standardDeviations, PolicyKeys.amount("a multiple", example: 3),
        .fallback(.double(0)),
        "standard deviations above the mean that are charged"),
      PolicyKeys.instruments,
    ])
}

extension SpreadParameters: StepParameters {
  var inertKeys: InertKeys {
    var inert: InertKeys = [:]
    if deviation == 0 { inert["multiple"] = "with a deviation above 0" }
    if multiple == 0 { inert["deviation"] = "with a multiple above 0" }
    return inert
  }

  var keyOfPriceFraction: String? { "mean" }

  func step() -> any MarginStep {
    SpreadAddOn(
      mean: mean, deviation: deviation, multiple: multiple, scope: AddOnScope(instruments))
  }
}

/// The parameters of `fee`.
struct FeeParameters: Hashable, Sendable, Decodable {
  /// The fee as a fraction of notional.
  let rate: Double
  /// The instruments it applies to; nil for all.
  let instruments: [String]?
}

extension StepSpecification {
  static let fee = StepSpecification(
    FeeParameters.self, "fee", summary: "fee paid on close-out",
    guide: Guide(
      assumes: "Adds the fee that closing a position costs.",
      fails: "When the fee schedule changes.",
      reference: "This package"),
    keys: [
      .init(
        "rate", .fraction, PolicyKeys.share(example: 0.0005), .fallback(.double(0.0005)),
        "fee, a fraction of notional"),
      PolicyKeys.instruments,
    ])
}

extension FeeParameters: StepParameters {
  var keyOfPriceFraction: String? { "rate" }

  func step() -> any MarginStep { FeeAddOn(fee: rate, scope: AddOnScope(instruments)) }
}

/// The parameters of `impact`, from traded volume or from order book depth.
struct ImpactParameters: Hashable, Sendable, Decodable {
  /// The notional of the position.
  let notional: Double
  /// The notional traded per bar; nil for an order book of constant depth.
  let volume: Double?
  /// The order book notional within 100 % of the price; nil for the power law.
  let depth: Double?
  /// The coefficient Y of the power law.
  let coefficient: Double
  /// The exponent δ of the power law.
  let exponent: Double
  /// The instruments it applies to; nil for all.
  let instruments: [String]?
}

extension StepSpecification {
  static let impact = StepSpecification(
    ImpactParameters.self, "impact", summary: "market impact of closing the position",
    guide: Guide(
      assumes: "Adds the price impact of closing, a power of notional over volume.",
      fails: "When liquidity dries up in stress: volume is taken as stated.",
      reference: "Almgren, Thum, Hauptmann and Li (2005), Risk 18(7), 58–62"),
    keys: [
      .init(
        "notional", .notional, PolicyKeys.positive("a notional", example: 1e6),
        "notional of the position"),
      .init(
        "volume", .notional, PolicyKeys.positive("a notional", example: 5e7),
        .optional(example: .double(5e7)), "notional traded per bar"),
      .init(
        "depth", .notional, PolicyKeys.positive("a notional", example: 2e8),
        .optional(example: .double(2e8)),
        "instead of volume: order book notional within 100 % of the price"),
      .init(
        "coefficient", .volatilities, PolicyKeys.amount("a coefficient", example: 1),
        .fallback(.double(1)),
        "coefficient of the power law, in one-bar volatilities"),
      .init(
        "exponent", .power,
        .number(
          NumberRule(
            .excluding(0), .including(2), hint: "write an exponent from 0 to 2, such as 0.5")),
        .fallback(.double(0.5)), "exponent of the power law"),
      PolicyKeys.instruments,
    ],
    examples: [
      .object(["notional": .double(1e6), "volume": .double(5e7)])
    ])
}

extension ImpactParameters: StepParameters {
  var inertKeys: InertKeys {
    depth == nil ? [:] : ["coefficient": "with volume", "exponent": "with volume"]
  }

  var keyOfPriceFraction: String? { depth.map { _ in "depth" } }

  func check(at path: DocumentPath) throws(KeyFault) {
    guard (volume == nil) != (depth == nil) else {
      throw KeyFault(
        path: path, problem: "requires exactly one of volume and depth",
        remedy: "write volume = 5e7 or depth = 2e8")
    }
  }

  func step() -> any MarginStep {
    let law: ImpactAddOn.Law =
      if let depth {
        .depth(notional: notional, depth: depth)
      } else {
        .power(
          coefficient: coefficient, exponent: exponent,
          size: PositionSize(notional: notional, volume: volume ?? notional))
      }
    return ImpactAddOn(law: law, scope: AddOnScope(instruments))
  }
}

/// The parameters of `concentration`.
struct ConcentrationParameters: Hashable, Sendable, Decodable {
  /// The notional of the position.
  let notional: Double
  /// The notional traded per bar.
  let volume: Double
  /// The share of the volume that is traded.
  let participation: Double
  /// The number of bars before trading begins.
  let leadBars: Double
  /// The liquidation period already covered by the rate.
  let freeBars: Double
  /// The maximum liquidation period charged; nil for none.
  let capBars: Double?
  /// The instruments it applies to; nil for all.
  let instruments: [String]?

  enum CodingKeys: String, CodingKey {
    case notional, volume, participation, instruments
    case leadBars = "lead-bars"
    case freeBars = "free-bars"
    case capBars = "cap-bars"
  }
}

extension StepSpecification {
  static let concentration = StepSpecification(
    ConcentrationParameters.self, "concentration",
    summary: "charge for positions that take long to liquidate",
    guide: Guide(
      assumes:
        "Raises the rate of positions that take longer to close than the period of risk allows.",
      fails: "When several clients hold the same position: each is charged alone.",
      reference:
        "European Commodity Clearing, Concentration Risk Margin; the scaling is this package's"),
    keys: [
      .init(
        "notional", .notional, PolicyKeys.positive("a notional", example: 1e7),
        "notional of the position"),
      .init(
        "volume", .notional, PolicyKeys.positive("a notional", example: 5e7),
        "notional traded per bar"),
      .init(
        "participation", .share,
        .number(
          NumberRule(
            .excluding(0), .including(1), hint: "write a share of the volume, such as 0.1")),
        .fallback(.double(0.1)), "share of the volume that is traded"),
      .init(
        "lead-bars", .bars, PolicyKeys.amount("a number of bars", example: 0.3),
        .fallback(.double(0)),
        "bars before trading begins"),
      .init(
        "free-bars", .bars, PolicyKeys.positive("a number of bars", example: 2),
        .fallback(.double(2)),
        "liquidation period already covered by the rate"),
      .init(
        "cap-bars", .bars, PolicyKeys.positive("a number of bars", example: 5),
        .optional(example: .double(5)), "maximum liquidation period charged"),
      PolicyKeys.instruments,
    ],
    examples: [
      .object(["notional": .double(1e7), "volume": .double(5e7)])
    ])
}

extension ConcentrationParameters: StepParameters {
  func check(at path: DocumentPath) throws(KeyFault) {
    guard capBars.map({ $0 >= freeBars }) ?? true else {
      throw KeyFault(
        path: path.appending("cap-bars"), problem: "is below free-bars",
        remedy: "write at least \(freeBars)")
    }
  }

  func step() -> any MarginStep {
    ConcentrationAddOn(
      size: PositionSize(notional: notional, volume: volume), participation: participation,
      leadBars: leadBars, freeBars: freeBars, capBars: capBars ?? .infinity,
      scope: AddOnScope(instruments))
  }
}
