internal import FoundationEssentials
internal import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
public import Text

/// A schedule of schema `margin.schedule/1`: the margins of one date with their basis.
///
/// Dates are ISO 8601 strings. ``json`` is read back as an equal document; documents from other
/// sources need only the rates, the policy and the provenance.
public struct ScheduleDocument: Hashable, Sendable, Codable {
  /// The name of the schema; a change of meaning increments its number.
  public static let schema = "margin.schedule/1"

  /// The latest date of any margin; nil if undated.
  public var asOf: String?
  /// The instruments and sides without a margin, with reasons.
  public var failures: [Failure]
  /// The margins, one entry per instrument.
  public var instruments: [Instrument]
  /// The name of the model.
  public var model: String?
  /// The resolved configuration.
  public var policy: JSON
  /// The origin of the numbers.
  public var provenance: Provenance
  /// The names of the requested sides.
  public var sides: [String]?
  /// The scope of a preset, which is not a statement of compliance; nil for other policies.
  public var statement: String?
  /// The unit of risks and rates; nil for fractions of notional.
  public var unit: LossUnit?
  /// The warnings about the whole schedule.
  public var warnings: [MarginWarning]?

  /// The margins of one instrument.
  public struct Instrument: Hashable, Sendable, Codable {
    /// The date of the last price.
    public var asOf: String?
    /// The facts of the contract; nil if the run had none of it.
    public var contract: ContractTerms?
    /// The probability that the next loss exceeds the model's quantile, for independent losses.
    public var expectedExceedanceRate: Double?
    /// The name of the policy's group that holds the instrument; nil for none.
    public var group: String?
    /// The name of the instrument.
    public var instrument: String
    /// The margin of a long position.
    public var long: Margin?
    /// The number of returns used by the model.
    public var observations: Int?
    /// The estimated parameters by name; nil if not finite.
    public var parameters: [String: Double?]?
    /// The last price.
    public var price: Double?
    /// The margin of a short position.
    public var short: Margin?
    /// The warnings about these margins.
    public var warnings: [MarginWarning]?
  }

  /// The margin of one side; risks and rates are in the unit of the document.
  public struct Margin: Hashable, Sendable, Codable {
    /// The first bar on which the margin is in force.
    public var effectiveFrom: String?
    /// The expected shortfall; nil if infinite.
    public var expectedShortfall: Double?
    /// The margin period of risk.
    public var horizon: Period?
    /// The horizon of the model in bars.
    public var horizonBars: Int?
    /// The initial margin rate.
    public var initialMargin: MarginRate
    /// The initial margin of one contract in its currency; nil without contract facts.
    public var initialMarginPerContract: Double?
    /// The ends of the measure's 95 % interval, nil if unknown.
    public var interval: [Double?]?
    /// The confidence level.
    public var level: Double?
    /// The maintenance margin rate.
    public var maintenanceMargin: MarginRate
    /// The maintenance margin of one contract in its currency; nil without contract facts.
    public var maintenanceMarginPerContract: Double?
    /// The published maximum leverage.
    public var maximumLeverage: Leverage?
    /// The name of the measure.
    public var measure: String?
    /// The rates in price units as fractions of the price; nil for rates that are fractions.
    public var ofPrice: PriceShares?
    /// The name of the sample quantile convention.
    public var quantileConvention: String?
    /// The loss over the reaction time, included in the initial margin.
    public var reaction: Reaction?
    /// The lines of the waterfall.
    public var steps: [Step]?
    /// The value at risk.
    public var valueAtRisk: Double?
  }

  /// Rates in price units as fractions of the price; nil where the price is not above zero.
  public struct PriceShares: Hashable, Sendable, Codable {
    /// The initial margin rate.
    public var initialMargin: Double?
    /// The maintenance margin rate.
    public var maintenanceMargin: Double?
  }

  /// A margin period of risk.
  public struct Period: Hashable, Sendable, Codable {
    /// The number of units.
    public var count: Int
    /// The unit.
    public var unit: MarginPeriodOfRisk.Unit
  }

  /// The loss over the client's reaction time.
  public struct Reaction: Hashable, Sendable, Codable {
    /// The number of bars in the reaction time.
    public var horizonBars: Int
    /// The value at risk over the reaction time.
    public var valueAtRisk: Double
  }

  /// One line of a waterfall.
  public struct Step: Hashable, Sendable, Codable {
    /// The state of an exhaustible buffer.
    public var buffer: Buffer?
    /// The change of the rate from the previous line.
    public var change: MarginRate?
    /// The rate after the step.
    public var rate: MarginRate
    /// The name of the step.
    public var step: String
  }

  /// The state of an exhaustible buffer.
  public struct Buffer: Hashable, Sendable, Codable {
    /// The phase of the buffer.
    public var phase: BufferStatus.Phase
    /// The release level.
    public var releaseLevel: Double?
    /// The remaining share of the buffer, in [0, 1].
    public var remaining: Double?
    /// The first date of the phase.
    public var since: String?
    /// The index of that date in the history.
    public var sincePosition: Int
  }

  /// An instrument, or one side of it, without a margin.
  public struct Failure: Hashable, Sendable, Codable {
    /// The file that could not be read; nil for other failures.
    public var file: String?
    /// The instrument; nil if a file could not be read.
    public var instrument: String?
    /// What went wrong and how to fix it.
    public var message: String?
    /// The stable code of the reason.
    public var reason: String?
    /// The name of the side; nil for both.
    public var side: String?

    /// A failure with the known fields.
    public init(
      file: String?, instrument: String?, message: String?, reason: String?, side: String?
    ) {
      self.file = file
      self.instrument = instrument
      self.message = message
      self.reason = reason
      self.side = side
    }
  }
}

// MARK: - Reading

extension ScheduleDocument {
  /// Decodes a document of the schema.
  ///
  /// - Throws: `JSONMismatch` for a missing value or one of another type.
  public init(_ json: JSON) throws(JSONMismatch) { self = try json.decoded() }

  /// The schema named by a document; nil if there is none.
  static func schema(of json: JSON) -> String? { json["schema"]?.string }
}

// MARK: - Writing

// Keys are listed in the order in which they are written, so that no sorting is needed. Inlined code
// is optimized where it is called, unlike this module. What follows from contract facts or groups is
// absent without them.

extension ScheduleDocument {
  /// Encodes ``json``.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// The document in JSON; each instrument is written as soon as it is made.
  @inlinable @inline(__always) public var json: JSON {
    var fields: JSONObject = [
      "asOf": .text(asOf), "failures": .list(failures) { $0.json },
      "instruments": .written(instruments) { $0.json }, "model": .text(model), "policy": policy,
      "provenance": provenance.json, "schema": .string(Self.schema),
      "sides": .list(sides ?? []) { .string($0) }, "statement": .text(statement),
      "warnings": .list(warnings ?? []) { $0.json },
    ]
    if let unit { fields["unit"] = .string(unit.rawValue) }
    return .object(fields)
  }
}

extension ScheduleDocument.Instrument {
  /// The margins in JSON.
  @inlinable @inline(__always) public var json: JSON {
    var object: JSONObject = [
      "asOf": .text(asOf), "expectedExceedanceRate": .number(expectedExceedanceRate),
      "instrument": .string(instrument), "long": long?.json ?? .null,
      "observations": .count(observations), "parameters": parameters.map(Self.json) ?? .null,
      "price": .number(price), "short": short?.json ?? .null,
      "warnings": .list(warnings ?? []) { $0.json },
    ]
    if let contract { object["contract"] = contract.json }
    if let group { object["group"] = .string(group) }
    return .object(object)
  }

  @inlinable @inline(__always) static func json(_ parameters: [String: Double?]) -> JSON {
    .object(JSONObject(parameters.map { ($0.key, .number($0.value)) }))
  }
}

extension ScheduleDocument.Margin {
  /// The margin in JSON.
  @inlinable @inline(__always) public var json: JSON {
    var object: JSONObject = [
      "effectiveFrom": .text(effectiveFrom), "expectedShortfall": .number(expectedShortfall),
      "horizon": horizon?.json ?? .null, "horizonBars": .count(horizonBars),
      "initialMargin": .double(initialMargin.fraction),
      "interval": .numbers(interval),
      "level": .number(level), "maintenanceMargin": .double(maintenanceMargin.fraction),
      "maximumLeverage": .number(maximumLeverage?.multiple), "measure": .text(measure),
      "quantileConvention": .text(quantileConvention),
      "reaction": reaction?.json ?? .null, "steps": steps.map { .list($0) { $0.json } } ?? .null,
      "valueAtRisk": .number(valueAtRisk),
    ]
    if let ofPrice { object["ofPrice"] = ofPrice.json }
    if let initialMarginPerContract, let maintenanceMarginPerContract {
      object["initialMarginPerContract"] = .double(initialMarginPerContract)
      object["maintenanceMarginPerContract"] = .double(maintenanceMarginPerContract)
    }
    return .object(object)
  }
}

extension ScheduleDocument.Reaction {
  @inlinable @inline(__always) var json: JSON {
    .object(["horizonBars": .integer(horizonBars), "valueAtRisk": .double(valueAtRisk)])
  }
}

extension ScheduleDocument.Step {
  @inlinable @inline(__always) var json: JSON {
    .object([
      "buffer": buffer?.json ?? .null, "change": .number(change?.fraction),
      "rate": .double(rate.fraction), "step": .string(step),
    ])
  }
}

extension ScheduleDocument.Buffer {
  @inlinable @inline(__always) var json: JSON {
    .object([
      "phase": .string(phase.rawValue), "releaseLevel": .number(releaseLevel),
      "remaining": .number(remaining), "since": .text(since),
      "sincePosition": .integer(sincePosition),
    ])
  }
}

extension ScheduleDocument.Failure {
  /// The failure in JSON.
  @inlinable @inline(__always) public var json: JSON {
    .object([
      "file": .text(file), "instrument": .text(instrument), "message": .text(message),
      "reason": .text(reason), "side": .text(side),
    ])
  }
}

extension MarginWarning {
  /// The warning in JSON.
  @inlinable @inline(__always) public var json: JSON {
    .object(["code": .string(code), "message": .string(message)])
  }
}
