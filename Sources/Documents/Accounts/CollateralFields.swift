internal import Accounts
internal import MarketData

/// The fields of one object of an account's file.
struct AccountFields {
  let path: String
  let name: String
  let value: JSONText

  func error(_ code: String, _ message: String) -> InputFileError {
    InputFileError(
      (value.line.map { "\(path):\($0)" } ?? path) + ": \(name)", code: code, message)
  }

  func refuseOthers(than known: Set<String>) throws(InputFileError) {
    guard let members = value.members else {
      throw error("malformed-json", "is no object; write one in braces")
    }
    for member in members where !known.contains(member.plainName) {
      throw error(
        "unknown-field",
        "has no field \(member.plainName); its fields are \(known.sorted().joined(separator: ", "))"
      )
    }
  }

  /// Refuses a file of another schema; one that names none is taken for this.
  func refuseOther(thanSchema known: String) throws(InputFileError) {
    guard let schema = value["schema"] else { return }
    guard schema.plain == known else {
      throw error(
        "unknown-schema", "has schema \(schema.plain ?? "of no text"); write \(known)")
    }
  }

  func list(_ key: String) throws(InputFileError) -> [JSONText] {
    guard let found = value[key] else { return [] }
    guard let elements = found.elements else {
      throw error("malformed-json", "\(key) is no list; write one in brackets")
    }
    return elements
  }

  func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputFileError) -> Double? {
    guard let found = value[key], found != .literal("null") else { return nil }
    guard let number = found.digits.flatMap(Double.init), number.isFinite, range.contains(number)
    else {
      let wanted =
        switch range {
        case Self.positive: "a number above 0, from 1e-18 to 1e18"
        case Self.amounts: "a number from 0 on, to 1e18"
        case Self.finite: "a number from -1e18 to 1e18"
        default: "a number from \(range.lowerBound) to \(range.upperBound)"
        }
      throw error("invalid-number", "\(key) is not \(wanted); write one")
    }
    return number
  }

  func required(
    _ key: String, in range: ClosedRange<Double>
  ) throws(InputFileError) -> Double {
    guard let number = try number(key, in: range) else {
      throw error("missing-field", "has no \(key); write it")
    }
    return number
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type
  ) throws(InputFileError) -> Value where Value.RawValue == String {
    try choice(key, from: Array(Value.allCases), named: \.rawValue)
  }

  func choice<Value>(
    _ key: String, from values: [Value], named name: (Value) -> String
  ) throws(InputFileError) -> Value {
    guard let written = value[key]?.plain, let chosen = values.first(where: { name($0) == written })
    else {
      throw error(
        "unknown-\(key)",
        "\(key) is none of \(values.map(name).joined(separator: ", ")); write one of them")
    }
    return chosen
  }
}

extension AccountFields {
  /// Sizes and prices: wider than any market, so narrow that products of three of them are in range.
  static let positive = 1e-18 ... 1e18
  /// Balances and margins.
  static let amounts = 0 ... 1e18
  /// Balances and debts.
  static let finite = -1e18 ... 1e18

  /// One haircut, or slices of the worth that end at `to`, each with its own.
  func haircut() throws(InputFileError) -> HaircutSlices {
    guard let elements = value["haircut"]?.elements else {
      return HaircutSlices([.init(rate: 1 - (try number("haircut", in: 0 ... 1) ?? 0))])
    }
    var slices: [RateSlices.Slice] = []
    for element in elements {
      let slice = AccountFields(path: path, name: "haircut \(slices.count + 1)", value: element)
      try slice.refuseOthers(than: ["to", "haircut"])
      let end = try slice.number("to", in: Self.positive) ?? .infinity
      guard end > slices.last?.end ?? 0 else {
        throw slice.error("haircut-order", "does not end above the one before; put slices in order")
      }
      slices.append(.init(to: end, rate: 1 - (try slice.required("haircut", in: 0 ... 1))))
    }
    return HaircutSlices(slices)
  }
}

extension AccountFields {
  /// A name that must be there and not be empty.
  func name(_ key: String) throws(InputFileError) -> String {
    guard let name = value[key]?.plain, !name.isEmpty else {
      throw error("missing-field", "has no \(key); write its name")
    }
    return name
  }

  /// The object under a key; nil where there is none.
  func part(_ key: String) -> AccountFields? {
    value[key].map { AccountFields(path: path, name: key, value: $0) }
  }

  /// What moves the position, where the fields tell it.
  func underlying() throws(InputFileError) -> InstrumentID? {
    value["underlying"] == nil ? nil : InstrumentID(rawValue: try name("underlying"))
  }

  /// Refuses fields that mean nothing here.
  func refuse(_ keys: [String], _ reason: String) throws(InputFileError) {
    for key in keys where value[key] != nil {
      throw error("unknown-field", "has a \(key), but \(reason); leave it out")
    }
  }
}
