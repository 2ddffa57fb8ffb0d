/// The keys of a JSON object with their values, each key once, in the order they were written.
///
/// A list: a dictionary would hash every name of every object of a schedule, and most objects have
/// a dozen.
public struct JSONObject: Sendable {
  /// A key and its value.
  public struct Member: Sendable {
    /// The key, escapes resolved.
    public let name: String
    /// The value.
    public let value: JSON
    @usableFromInline let line: UInt32
    @usableFromInline let column: UInt32

    /// A key and its value that were not read.
    @inlinable public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
      line = 0
      column = 0
    }

    /// A key and its value; the position is that of the key, nil for one that was not read.
    public init(_ name: String, _ value: JSON, at position: TextPosition?) {
      self.name = name
      self.value = value
      line = UInt32(clamping: position?.line ?? 0)
      column = UInt32(clamping: position?.column ?? 0)
    }

    /// Where the key begins; nil for one that was not read.
    public var position: TextPosition? {
      line == 0 ? nil : TextPosition(line: Int(line), column: Int(column))
    }
  }

  /// The keys in their order.
  public private(set) var members: [Member]
  /// The characters between the quotes of those keys that are written with escapes; nil where none is.
  private(set) var spellings: [String: String]?

  /// An object of keys, each of which is there once.
  public init(_ members: [Member]) {
    self.init(plain: members)
    for member in members { spell(member.name) }
  }

  /// An object of keys, each of which is there once.
  public init(_ members: [(String, JSON)]) { self.init(members.map { Member($0.0, $0.1) }) }

  /// An object of keys as they were read.
  init(_ members: [Member], spellings: [String: String]) {
    self.members = members
    self.spellings = spellings.isEmpty ? nil : spellings
  }

  /// An object of keys that need no escape.
  @usableFromInline init(plain members: [Member]) {
    self.members = members
    spellings = nil
  }

  private mutating func spell(_ name: String) {
    guard JSONEscapes.needsEscape(name) else { return }
    spellings = spellings ?? [:]
    spellings?[name] = JSONEscapes.escaped(name)
  }

  /// The value of a key, nil where there is none; a new key comes last.
  public subscript(name: String) -> JSON? {
    get { members.first { $0.name == name }?.value }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?):
        members[index] = Member(name, value, at: members[index].position)
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?):
        members.append(Member(name, value))
        spell(name)
      case (nil, nil): break
      }
    }
  }

  /// The object without the keys that a test does not pass.
  public func filter(_ isKept: (Member) -> Bool) -> JSONObject {
    var object = self
    object.members = members.filter(isKept)
    return object
  }

  /// The keys in the order of their names; most objects are written down in it.
  var sorted: [Member] {
    let isSorted = members.indices.dropFirst().allSatisfy {
      members[$0 - 1].name < members[$0].name
    }
    return isSorted ? members : members.sorted { $0.name < $1.name }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of keys, each of which is there once: names that need no escape.
  @inlinable public init(dictionaryLiteral elements: (String, JSON)...) {
    var members: [Member] = []
    members.reserveCapacity(elements.count)
    for (name, value) in elements { members.append(Member(name, value)) }
    self.init(plain: members)
  }
}
