import Instruments
import Statistics

/// Random numbers of one case of a property, by the name of the property and the number of the case.
struct Draw {
  private let stream: RandomStream
  private let path: UInt32
  private var step: UInt32 = 0

  init(_ name: String, _ path: UInt32) {
    stream = RandomStream(seed: 38, identifier: name)
    self.path = path
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    defer { step += 1 }
    let u = stream.uniform(path: path, step: step)
    return range.lowerBound + u * (range.upperBound - range.lowerBound)
  }

  mutating func chance(_ share: Double) -> Bool { uniform(0 ... 1) < share }

  mutating func side() -> Side { chance(0.5) ? .long : .short }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[min(elements.count - 1, Int(uniform(0 ... Double(elements.count))))]
  }
}
