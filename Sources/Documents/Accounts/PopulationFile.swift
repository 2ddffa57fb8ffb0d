public import Accounts
internal import Instruments
public import Text

/// Clients as a JSON file of schema `margin.population/1` holds them: side, notional, leverage and owner of each.
public struct PopulationFile: Sendable {
  /// The clients, in the file's order.
  public let clients: [Population.Client]

  /// Reads a file.
  ///
  /// - Throws: `InputError`, with file, line, field and remedy.
  public init(contentsOf path: String) throws(InputError) {
    let file = try JSONFields(contentsOf: path, name: "the population")
    try file.refuseOthers(than: ["schema", "accounts"])
    try file.refuseOther(thanSchema: "margin.population/1")
    var clients: [Population.Client] = []
    for fields in try file.objects("accounts", named: "account") {
      try fields.refuseOthers(than: ["side", "notional", "leverage", "owner"])
      let side = try fields.choice("side", Side.self)
      let notional = try fields.required("notional", in: 1e-3 ... 1e10)
      clients.append(
        Population.Client(
          side, notional: notional, leverage: try fields.required("leverage", in: 1 ... 1000),
          owner: fields.value["owner"] == nil ? nil : try fields.name("owner")))
    }
    guard !clients.isEmpty else {
      throw file.error("missing-field", "has no accounts; write at least one")
    }
    let total = clients.reduce(0) { $0 + $1.notional }
    guard total <= 1e11 else {
      throw file.error(
        "invalid-number",
        "has \(total) of notional together; write at most 1e11, in another unit of currency")
    }
    self.clients = clients
  }
}
