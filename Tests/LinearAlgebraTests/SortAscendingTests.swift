import LinearAlgebra
import TestSupport
import Testing

@Suite("sortAscending")
struct SortAscendingTests {
  @Test(arguments: [0, 1, 2, 3, 19, 20, 21, 500, 10_000])
  func theOrderIsThatOfTheStandardLibrary(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var numbers = (0 ..< count).map { _ in Double.random(in: -1 ... 1, using: &generator) }
    let expected = numbers.sorted()
    sortAscending(&numbers)
    #expect(numbers == expected)
  }

  @Test(arguments: ["rising", "falling", "constant", "organ pipe", "few values"])
  func hardInputsAreSortedToo(kind: String) {
    var numbers = (0 ..< 3_000).map { i -> Double in
      switch kind {
      case "rising": Double(i)
      case "falling": Double(-i)
      case "constant": 1
      case "organ pipe": Double(min(i, 3_000 - i))
      default: Double(i * 7_919 % 5)
      }
    }
    let expected = numbers.sorted()
    sortAscending(&numbers)
    #expect(numbers == expected)
  }

  @Test func extremesAndZerosFindTheirPlaces() {
    let expected = [
      -Double.greatestFiniteMagnitude, -1, -Double.leastNonzeroMagnitude, -0.0, 0.0,
      Double.leastNonzeroMagnitude, 1, Double.greatestFiniteMagnitude,
    ]
    for shift in expected.indices {
      var numbers = Array(expected[shift...] + expected[..<shift])
      sortAscending(&numbers)
      #expect(numbers.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test func notANumberIsATrap() async {
    await #expect(processExitsWith: .failure) {
      var numbers = [1, Double.nan, 0]
      sortAscending(&numbers)
    }
  }
}
