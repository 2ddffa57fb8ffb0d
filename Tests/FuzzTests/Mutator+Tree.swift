import TestSupport
import Text

// Changes to the tree of a JSON document, which stays JSON.

extension Mutator {
  /// Changes one value or one key of a JSON document, or of a line of it.
  mutating func changeTree(_ bytes: inout [UInt8]) {
    if let value = try? JSON(reading: bytes) {
      bytes = Array(changed(value).written(keys: .asWritten).utf8)
      return
    }
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let index = below(lines.count)
    guard let value = try? JSON(reading: Array(lines[index])) else { return }
    lines[index] = Array(changed(value).written(keys: .asWritten).utf8)[...]
    bytes = Array(lines.joined(separator: [0x0A]))
  }

  private mutating func changed(_ value: JSON) -> JSON {
    let isLeaf = value.elements?.isEmpty ?? value.members?.isEmpty ?? true
    if isLeaf || below(6) == 0 { return replaced(value) }
    if let elements = value.elements { return .array(changed(elements)) }
    return .object(JSONObject(changed(value.members ?? [])))
  }

  private mutating func changed(_ elements: [JSON]) -> [JSON] {
    var elements = elements
    let (i, j) = (below(elements.count), below(elements.count))
    switch below(8) {
    case 0: elements.remove(at: i)
    case 1: elements.insert(elements[i], at: j)
    case 2: elements.swapAt(i, j)
    case 3: elements = Array(repeating: elements[i], count: 1 + below(50))
    default: elements[i] = changed(elements[i])
    }
    return elements
  }

  private mutating func changed(_ members: [JSONObject.Member]) -> [(String, JSON)] {
    var members = members.map { ($0.name, $0.value) }
    let (i, j) = (below(members.count), below(members.count))
    switch below(10) {
    case 0: members.remove(at: i)
    case 1: (members[i].1, members[j].1) = (members[j].1, members[i].1)
    case 2: members[i].0 = String(decoding: nasty(), as: UTF8.self)
    case 3: members[i].0 = members[i].0 + "s"
    default: members[i].1 = changed(members[i].1)
    }
    var seen: Set<String> = []
    return members.filter { seen.insert($0.0).inserted }
  }

  private mutating func replaced(_ value: JSON) -> JSON {
    if let number = value.double, below(3) == 0 {
      let factors = [-1, 100, 0.01, 1e6, 1e-6, 1.5, 0]
      return .double(number * factors[below(factors.count)])
    }
    switch below(12) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .array([])
    case 3: return .object([:])
    case 4: return .array([value, value])
    case 5: return .string(String(decoding: nasty(), as: UTF8.self))
    case 6 where value.string == nil: return .string(value.written())
    default:
      let text = Self.numbers[below(Self.numbers.count)]
      return (try? JSON(reading: Array(text.utf8))) ?? .string(text)
    }
  }
}
