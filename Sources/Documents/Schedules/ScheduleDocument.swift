internal import FoundationEssentials
internal import Instruments
public import Margin
internal import MarketData
internal import RiskMeasures
public import Text

/// A schedule of contract `margin.schedule/1`: the margins of one date, with what they rest on.
///
/// Dates are ISO 8601 texts. What ``json`` writes is read back as the same document; of a document from
/// elsewhere only the rates, the policy and the provenance must be there.
public struct ScheduleDocument: Hashable, Sendable, Codable {
  /// The name of the contract; a change of meaning is a new number.
  public static let schema = "margin.schedule/1"

  /// The latest date of any margin; nil for undated ones.
  public var asOf: String?
  /// The instruments and sides that have no margin, and why.
  public var failures: [Failure]
  /// The margins, an instrument each.
  public var instruments: [Instrument]
  /// The name of the model.
  public var model: String?
  /// The configuration as resolved.
  public var policy: JSON
  /// Where the numbers come from.
  public var provenance: Provenance
  /// The sides that were asked for, by name.
  public var sides: [String]?
  /// Whose parameters a preset's are, and that this is no statement of compliance; nil for others.
  public var statement: String?
  /// What a reader of all of it has to know.
  public var warnings: [MarginWarning]?

  /// The margins of one instrument.
  public struct Instrument: Hashable, Sendable, Codable {
    /// The date of its last price.
    public var asOf: String?
    /// The chance that the next loss exceeds the model's quantile, for independent losses.
    public var expectedExceedanceRate: Double?
    /// Its name.
    public var instrument: String
    /// The margin of a long position.
    public var long: Margin?
    /// The returns that the model had seen.
    public var observations: Int?
    /// What was estimated, by name; nil where it is not finite.
    public var parameters: [String: Double?]?
    /// The last price.
    public var price: Double?
    /// The margin of a short position.
    public var short: Margin?
    /// What a reader of these margins has to know.
    public var warnings: [MarginWarning]?
  }

  /// The margin of one side; risks and rates are fractions of notional.
  public struct Margin: Hashable, Sendable, Codable {
    /// The first bar on which it is in force.
    public var effectiveFrom: String?
    /// The expected shortfall; nil where it is infinite.
    public var expectedShortfall: Double?
    /// The margin period of risk.
    public var horizon: Period?
    /// The horizon of the model in bars.
    public var horizonBars: Int?
    /// The rate to open a position.
    public var initialMargin: MarginRate
    /// The ends of the measure's 95 % interval, each nil where it is not known.
    public var interval: [Double?]?
    /// The confidence level.
    public var level: Double?
    /// The rate to keep a position.
    public var maintenanceMargin: MarginRate
    /// The highest leverage that is published.
    public var maximumLeverage: Leverage?
    /// The name of the measure.
    public var measure: String?
    /// The name of the sample quantile convention.
    public var quantileConvention: String?
    /// The loss over the reaction time that is in the initial margin.
    public var reaction: Reaction?
    /// The lines of the waterfall.
    public var steps: [Step]?
    /// The value at risk.
    public var valueAtRisk: Double?
  }

  /// A margin period of risk.
  public struct Period: Hashable, Sendable, Codable {
    /// How many of its unit.
    public var count: Int
    /// Days or bars.
    public var unit: MarginPeriodOfRisk.Unit
  }

  /// What a position may lose while its holder reacts.
  public struct Reaction: Hashable, Sendable, Codable {
    /// The bars of the reaction time.
    public var horizonBars: Int
    /// The value at risk over it.
    public var valueAtRisk: Double
  }

  /// One line of a waterfall.
  public struct Step: Hashable, Sendable, Codable {
    /// The state of an exhaustible buffer.
    public var buffer: Buffer?
    /// The rate less that of the line before.
    public var change: MarginRate?
    /// The rate after the step.
    public var rate: MarginRate
    /// The name of the step.
    public var step: String
  }

  /// Where an exhaustible buffer stands.
  public struct Buffer: Hashable, Sendable, Codable {
    /// Its phase.
    public var phase: BufferStatus.Phase
    /// The release level.
    public var releaseLevel: Double?
    /// How much of it is left, in [0, 1].
    public var remaining: Double?
    /// The first date of the phase.
    public var since: String?
    /// The position of that date.
    public var sincePosition: Int
  }

  /// An instrument, or one side of it, without a margin.
  public struct Failure: Hashable, Sendable, Codable {
    /// The file that could not be read; nil for others.
    public var file: String?
    /// The instrument; nil where a file could not be read.
    public var instrument: String?
    /// What happened and what to do.
    public var message: String?
    /// The stable name of the reason.
    public var reason: String?
    /// The name of the side; nil for both.
    public var side: String?

    /// A failure, as far as it is known.
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
  /// A document of the contract.
  ///
  /// - Throws: `JSONMismatch` where a value is missing or of another kind.
  public init(_ json: JSON) throws(JSONMismatch) { self = try json.decoded() }

  /// The schema that a document names; nil where it names none.
  static func schema(of json: JSON) -> String? { json["schema"]?.string }
}

// MARK: - Writing

// Names in the order that they are written in: nothing is left to sort. What is inlined is optimized
// where it is called, unlike this module.

extension ScheduleDocument {
  /// Encodes ``json``.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// The document in JSON; each instrument is written as soon as it is made.
  @inlinable @inline(__always) public var json: JSON {
    .object([
      "asOf": .text(asOf), "failures": .list(failures) { $0.json },
      "instruments": .written(instruments) { $0.json }, "model": .text(model), "policy": policy,
      "provenance": provenance.json, "schema": .string(Self.schema),
      "sides": .list(sides ?? []) { .string($0) }, "statement": .text(statement),
      "warnings": .list(warnings ?? []) { $0.json },
    ])
  }
}

extension ScheduleDocument.Instrument {
  /// The margins in JSON.
  @inlinable @inline(__always) public var json: JSON {
    .object([
      "asOf": .text(asOf), "expectedExceedanceRate": .number(expectedExceedanceRate),
      "instrument": .string(instrument), "long": long?.json ?? .null,
      "observations": .count(observations), "parameters": parameters.map(Self.json) ?? .null,
      "price": .number(price), "short": short?.json ?? .null,
      "warnings": .list(warnings ?? []) { $0.json },
    ])
  }

  @inlinable @inline(__always) static func json(_ parameters: [String: Double?]) -> JSON {
    .object(JSONObject(parameters.map { ($0.key, .number($0.value)) }))
  }
}

extension ScheduleDocument.Margin {
  /// The margin in JSON.
  @inlinable @inline(__always) public var json: JSON {
    .object([
      "effectiveFrom": .text(effectiveFrom), "expectedShortfall": .number(expectedShortfall),
      "horizon": horizon?.json ?? .null, "horizonBars": .count(horizonBars),
      "initialMargin": .double(initialMargin.fraction),
      "interval": .numbers(interval),
      "level": .number(level), "maintenanceMargin": .double(maintenanceMargin.fraction),
      "maximumLeverage": .number(maximumLeverage?.multiple), "measure": .text(measure),
      "quantileConvention": .text(quantileConvention),
      "reaction": reaction?.json ?? .null, "steps": steps.map { .list($0) { $0.json } } ?? .null,
      "valueAtRisk": .number(valueAtRisk),
    ])
  }
}

extension ScheduleDocument.Period {
  @inlinable @inline(__always) var json: JSON {
    .object(["count": .integer(count), "unit": .string(unit.rawValue)])
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
