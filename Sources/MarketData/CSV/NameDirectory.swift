internal import Glibc
internal import Text

/// The names seen so far in a column, in order of first appearance.
struct NameDirectory {
  private(set) var names: [[UInt8]] = []
  /// Whether a row of each name has a fault.
  var hasFault: [Bool] = []
  private var indices: [String: Int] = [:]
  /// The name that last followed each one, initially itself.
  private var followers: [Int] = []
  private var last = 0

  /// The index of the name in a field, added if it is new; nil for an empty field.
  ///
  /// Files are sorted by instrument or by date, so the name is nearly always that of the row
  /// before, or the one that followed it last time, and is found without hashing.
  mutating func index(of field: CSVField) -> Int? {
    if last < names.count {
      let next = followers[last]
      if unsafe field.holds(names[next]) {
        last = next
        return next
      }
      if unsafe field.holds(names[last]) { return last }
    }
    let name = unsafe field.displayText
    return name.isEmpty ? nil : index(of: name)
  }

  /// The index of a name; a new name is appended.
  mutating func index(of name: String) -> Int {
    let index = indices[name] ?? names.count
    if index == names.count {
      indices[name] = index
      names.append(Array(name.utf8))
      hasFault.append(false)
      followers.append(index)
    }
    followers[last] = index
    last = index
    return index
  }
}

extension CSVField {
  /// Whether the contents equal the given bytes.
  func holds(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.count == count && memcmp(bytes, start, count) == 0
  }
}
