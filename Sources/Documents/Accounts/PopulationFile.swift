public import Accounts
internal import Instruments
public import Text

/// Clients read from a JSON file of schema `margin.population/1`, with side, notional, leverage and
/// owner.
public struct PopulationFile: Sendable {
  /// The clients in file order.
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
      throw file.error("missing-field", "missing field \"accounts\"; write at least one account")
    }
    let total = clients.reduce(0) { $0 + $1.notional }
    guard total <= 1e11 else {
      throw file.error(
        "invalid-number",
        "has a total notional of \(total); write at most 1e11, in a larger unit of currency")
    }
    self.clients = clients
  }
}
