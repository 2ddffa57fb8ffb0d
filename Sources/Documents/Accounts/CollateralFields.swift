internal import Accounts
internal import MarketData
internal import Text

extension JSONFields {
  /// A single haircut, or value slices that end at `to`, each with its own haircut.
  func haircut() throws(InputError) -> HaircutSlices {
    guard let elements = value["haircut"]?.elements else {
      return HaircutSlices([.init(rate: 1 - (try number("haircut", in: 0 ... 1) ?? 0))])
    }
    var slices: [RateSlices.Slice] = []
    for element in elements {
      let slice = JSONFields(path: path, name: "haircut \(slices.count + 1)", value: element)
      try slice.refuseOthers(than: ["to", "haircut"])
      let end = try slice.number("to", in: Self.positive) ?? .infinity
      guard end > slices.last?.end ?? 0 else {
        throw slice.error("haircut-order", "does not end above the previous slice; sort the slices")
      }
      slices.append(.init(to: end, rate: 1 - (try slice.required("haircut", in: 0 ... 1))))
    }
    return HaircutSlices(slices)
  }

  /// The underlying of the position, if the fields name it.
  func underlying() throws(InputError) -> InstrumentID? {
    value["underlying"] == nil ? nil : InstrumentID(rawValue: try name("underlying"))
  }
}
