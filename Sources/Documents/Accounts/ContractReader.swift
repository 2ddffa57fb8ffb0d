internal import Accounts
internal import Instruments
internal import Text

/// A reader of positions of one contract type from an account file.
///
/// A new contract type is one file with its reader and one line in ``all``.
struct ContractReader: Sendable {
  /// The contract's name in files.
  let name: String
  /// The contract type of a future that orders may be in; nil for others.
  let payoff: Contract?
  /// Reads a position from its fields.
  let read: @Sendable (JSONFields, Account.Mode, RateSources) throws(InputError) -> Account.Holding

  /// All contracts, in the order in which messages list them.
  static let all: [ContractReader] = [.linear, .inverse, .quanto, .option, .spot]

  static let linear = future("linear", .linear)
  static let inverse = future("inverse", .inverse)
  /// Linear, with a multiplier in the settlement currency.
  static let quanto = future("quanto", .linear)
  static let option = ContractReader("option") { fields, mode, _ throws(InputError) in
    try fields.option(mode)
  }
  static let spot = ContractReader("spot") { fields, mode, _ throws(InputError) in
    try fields.pair(mode)
  }

  private static func future(_ name: String, _ payoff: Contract) -> ContractReader {
    ContractReader(name, payoff) { fields, mode, sources throws(InputError) in
      try fields.future(name, payoff, mode, sources)
    }
  }

  init(
    _ name: String, _ payoff: Contract? = nil,
    _ read:
      @escaping @Sendable (JSONFields, Account.Mode, RateSources) throws(InputError)
      -> Account.Holding
  ) {
    self.name = name
    self.payoff = payoff
    self.read = read
  }
}

extension JSONFields {
  /// The contract named by the fields.
  func contract() throws(InputError) -> ContractReader {
    let all = ContractReader.all
    guard let name = value["contract"]?.string, let chosen = all.first(where: { $0.name == name })
    else {
      let names = all.map(\.name).joined(separator: ", ")
      throw error("unknown-contract", "contract is not one of \(names); write one of them")
    }
    return chosen
  }
}
