public import Accounts
public import Instruments
public import Text

/// A scenario margin rule read from a JSON file of schema `margin.scenarios/1`.
public struct ScenarioFile: Sendable {
  /// The rule.
  public let rule: ScenarioMarginRule

  /// Reads a file.
  ///
  /// - Throws: `InputError`, with file, line, field and remedy.
  public init(contentsOf path: String) throws(InputError) {
    let file = try JSONFields(contentsOf: path, name: "the scenarios")
    let value = file.value
    try file.refuseOthers(than: [
      "schema", "name", "date", "source", "rows", "volatility", "initialFactor",
      "maintenanceFactor", "charges", "omits",
    ])
    try file.refuseOther(thanSchema: Self.schema)
    var rows: [Scenario] = []
    for fields in try file.objects("rows", named: "row") { rows.append(try fields.scenario()) }
    guard !rows.isEmpty else {
      throw file.error("missing-field", "missing field \"rows\"; write at least one scenario")
    }
    var charges: [ScenarioMarginRule.Charge] = []
    for fields in try file.objects("charges", named: "charge") {
      charges.append(try fields.charge())
    }
    let factors = (
      initial: try file.number("initialFactor", in: 0 ... 100) ?? 1,
      maintenance: try file.number("maintenanceFactor", in: 0 ... 100) ?? 1
    )
    guard factors.initial >= factors.maintenance else {
      throw file.error(
        "im-below-mm", "has a maintenanceFactor above its initialFactor; lower it")
    }
    let shock = try value["volatility"].map { value throws(InputError) in
      try JSONFields(path: path, name: "the volatility", value: value).shock()
    }
    rule = ScenarioMarginRule(
      name: value["name"]?.string ?? path, date: value["date"]?.string ?? "",
      source: value["source"]?.string ?? path,
      scan: ScenarioScan(
        rows, shock: shock ?? VolatilityShock(up: 0, down: 0), initialFactor: factors.initial,
        maintenanceFactor: factors.maintenance),
      charges: charges, omits: try file.list("omits").compactMap(\.string))
  }

  /// Reads a preset by name, or a file.
  ///
  /// - Throws: `InputError` if there is neither.
  public static func rule(_ nameOrPath: String) throws(InputError) -> ScenarioMarginRule {
    if let preset = ScenarioMarginRule.preset(nameOrPath) { return preset }
    guard nameOrPath.contains("/") || nameOrPath.hasSuffix(".json") else {
      throw InputError(
        InputLocation(nameOrPath), code: "unknown-scenarios",
        "is not one of \(ScenarioMarginRule.presetNames), nor a path",
        remedy: "name one of them, or a file that ends in .json", style: .colonsAndCode)
    }
    return try ScenarioFile(contentsOf: nameOrPath).rule
  }
}

extension JSONFields {
  private static let share = 0.0 ... 1.0

  fileprivate func scenario() throws(InputError) -> Scenario {
    try refuseOthers(than: ["move", "volatility", "weight"])
    let volatility =
      value["volatility"] == nil ? .same : try choice("volatility", Scenario.VolatilityMove.self)
    return Scenario(
      try required("move", in: -0.9999 ... 1000), volatility,
      weight: try number("weight", in: Self.share) ?? 1)
  }

  fileprivate func shock() throws(InputError) -> VolatilityShock {
    try refuseOthers(than: [
      "unit", "up", "down", "shortPower", "longPower", "leastDays", "floor",
    ])
    return VolatilityShock(
      value["unit"] == nil ? .relative : try choice("unit", VolatilityShock.Unit.self),
      up: try number("up", in: 0 ... 100) ?? 0, down: try number("down", in: 0 ... 100) ?? 0,
      shortPower: try number("shortPower", in: 0 ... 10) ?? 0.3,
      longPower: try number("longPower", in: 0 ... 10) ?? 0.13,
      leastDays: try number("leastDays", in: 1e-6 ... 1e4) ?? 1,
      floor: try number("floor", in: 0 ... 100) ?? 0)
  }

  fileprivate func charge() throws(InputError) -> ScenarioMarginRule.Charge {
    let kinds = ScenarioMarginRule.Charge.Kind.all
    guard let name = value["kind"]?.string, let kind = kinds.first(where: { $0.name == name })
    else {
      throw error(
        "unknown-kind",
        "kind is not one of \(kinds.map(\.name).joined(separator: ", ")); write one of them")
    }
    try refuseOthers(than: Set(kind.parameters.map(\.name) + ["kind"]))
    var values: [Double] = []
    for parameter in kind.parameters {
      values.append(try required(parameter.name, in: parameter.range))
    }
    guard !kind.isOrdered || values == values.sorted(by: >) else {
      throw error("im-below-mm", "has an initial rate below its maintenance rate; raise it")
    }
    return ScenarioMarginRule.Charge(kind, values)
  }
}

// MARK: - Writing

extension ScenarioFile {
  /// A file with a rule.
  public init(_ rule: ScenarioMarginRule) { self.rule = rule }

  /// The rule as editable JSON that can be read back, with a final line ending.
  public var json: String {
    let (scan, shock) = (rule.scan, rule.scan.shock)
    let value = JSON.object([
      "charges": .list(rule.charges, \.json), "date": .string(rule.date),
      "initialFactor": .double(scan.initialFactor),
      "maintenanceFactor": .double(scan.maintenanceFactor), "name": .string(rule.name),
      "omits": .list(rule.omits) { .string($0) }, "rows": .list(scan.scenarios, \.json),
      "schema": .string(Self.schema), "source": .string(rule.source),
      "volatility": .object([
        "down": .double(shock.down), "floor": .double(shock.floor),
        "leastDays": .double(shock.leastDays), "longPower": .double(shock.longPower),
        "shortPower": .double(shock.shortPower), "unit": .string(shock.unit.rawValue),
        "up": .double(shock.up),
      ]),
    ])
    return value.rendered + "\n"
  }

  private static let schema = "margin.scenarios/1"
}

extension ScenarioMarginRule.Charge {
  fileprivate var json: JSON {
    let numbers = zip(kind.parameters, values).map { parameter, value in
      (parameter.name, JSON.double(value))
    }
    return .object(JSONObject(numbers + [("kind", .string(kind.name))]))
  }
}

extension Scenario {
  /// The JSON of the row, as in all outputs.
  public var json: JSON {
    .object([
      "move": .double(move), "volatility": .string(volatility.rawValue), "weight": .double(weight),
    ])
  }
}
