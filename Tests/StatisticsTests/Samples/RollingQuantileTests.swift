import Statistics
import TestSupport
import Testing

/// A rolling quantile is that of the sorted window, bit for bit.
@Suite struct RollingQuantileTests {
  private static let shapes: [String] = [
    "random", "ties", "constant", "rising", "falling", "alternating", "signed zeros", "heavy",
  ]

  private func series(_ shape: String, count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0 ..< count).map { i in
      let u = Double.random(in: -1 ... 1, using: &generator)
      return switch shape {
      case "ties": (u * 4).rounded() / 4
      case "constant": 0.25
      case "rising": Double(i)
      case "falling": -Double(i)
      case "alternating": i.isMultiple(of: 2) ? 1 : -1
      case "signed zeros": i.isMultiple(of: 3) ? -0.0 : i.isMultiple(of: 2) ? 0.0 : u
      case "heavy": u / (1.001 - u.magnitude)
      default: u
      }
    }
  }

  private func sorted(
    _ window: ArraySlice<Double>, _ millionths: Int, _ convention: QuantileConvention
  ) -> Double? {
    let ascending = window.map { $0 + 0 }.sorted()
    return convention.rank(millionths: millionths, count: ascending.count)
      .map { $0.value(inAscending: ascending.span) }
  }

  @Test(arguments: QuantileConvention.all)
  func itIsTheQuantileOfTheSortedWindow(_ convention: QuantileConvention) {
    for (index, shape) in Self.shapes.enumerated() {
      for (window, millionths) in [
        (1, 10_000), (2, 500_000), (40, 10_000), (120, 10_000), (120, 990_000), (150, 975_000),
        (33, 499_999), (33, 500_000),
      ] {
        let values = series(shape, count: 2 * window + 150, seed: UInt64(index))
        var rolling = RollingQuantile(
          window: window, millionths: millionths, convention: convention)
        let wrong = values.indices.first { place in
          rolling.append(values[place])
          let start = max(0, place + 1 - window)
          let expected = sorted(values[start ... place], millionths, convention)
          return rolling.value?.bitPattern != expected?.bitPattern
        }
        #expect(wrong == nil, "\(shape) \(window) \(millionths)")
      }
    }
  }

  @Test func anEmptyWindowHasNoQuantile() {
    let rolling = RollingQuantile(window: 5, millionths: 10_000, convention: .inverse)
    #expect(rolling.value == nil)
    #expect(rolling.count == 0)
  }

  @Test func aWindowThatIsNotFullFillsWithNaN() {
    let values = [3.0, 1, 2, 5, 4]
    var quantiles = [0.0, 0, 0, 0, 0]
    var places = quantiles.mutableSpan
    RollingQuantile.fill(
      &places, of: values.span, window: 3, millionths: 500_000, convention: .hyndmanFan(type: 7))
    #expect(quantiles[0].isNaN && quantiles[1].isNaN)
    #expect(Array(quantiles[2...]) == [2, 2, 4])
  }

  @Test func aNumberThatIsNoneTraps() async {
    await #expect(processExitsWith: .failure) {
      var rolling = RollingQuantile(window: 5, millionths: 10_000, convention: .inverse)
      rolling.append(.nan)
    }
  }
}
