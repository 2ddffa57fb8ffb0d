import Statistics
import Testing

@testable import Accounts

/// The index of accounts by a number: what it finds is what a walk over all finds.
@Suite struct ThresholdIndexTests {
  @Test(arguments: [1, 7, 8, 63, 64, 65, 500])
  func itFindsWhatAWalkFinds(count: Int) {
    let stream = RandomStream(seed: 8, identifier: "index")
    var step: UInt32 = 0
    func uniform() -> Double {
      defer { step += 1 }
      return stream.uniform(path: UInt32(count), step: step)
    }
    var index = ThresholdIndex(count: count)
    var numbers = Array(repeating: -Double.infinity, count: count)
    #expect(index.accounts(atLeast: -1e300).isEmpty)
    for _ in 0 ..< 2000 {
      let account = Int(uniform() * Double(count))
      let number = uniform() < 0.3 ? -.infinity : (uniform() * 8).rounded()
      index[account] = number
      numbers[account] = number
      #expect(index[account] == number)
      let threshold = (uniform() * 9).rounded()
      let wanted = numbers.indices.filter { numbers[$0] >= threshold }
      #expect(index.accounts(atLeast: threshold) == wanted)
    }
  }
}
