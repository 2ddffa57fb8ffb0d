/// The members of a JSON object, with unique keys, in the order they were written.
///
/// Stored as an array: a dictionary would hash every key of every object in a schedule, and most
/// objects have about a dozen keys.
public struct JSONObject: Sendable {
  /// A key and its value.
  public struct Member: Sendable {
    /// The key with escapes resolved.
    public let name: String
    /// The value.
    public let value: JSON
    @usableFromInline let line: UInt32
    @usableFromInline let column: UInt32

    /// A key and its value that were not parsed.
    @inlinable public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
      line = 0
      column = 0
    }

    /// A key and its value at the position of the key; nil for a key that was not parsed.
    public init(_ name: String, _ value: JSON, at position: TextPosition?) {
      self.name = name
      self.value = value
      line = UInt32(clamping: position?.line ?? 0)
      column = UInt32(clamping: position?.column ?? 0)
    }

    /// The start of the key; nil if it was not parsed.
    public var position: TextPosition? {
      line == 0 ? nil : TextPosition(line: Int(line), column: Int(column))
    }
  }

  /// The members in order.
  public private(set) var members: [Member]
  /// The raw spelling of the keys that are written with escapes; nil if there are none.
  private(set) var spellings: [String: String]?

  /// An object of members with unique keys.
  public init(_ members: [Member]) {
    self.init(plain: members)
    for member in members { spell(member.name) }
  }

  /// An object of pairs with unique keys.
  public init(_ members: [(String, JSON)]) { self.init(members.map { Member($0.0, $0.1) }) }

  /// An object of parsed members.
  init(_ members: [Member], spellings: [String: String]) {
    self.members = members
    self.spellings = spellings.isEmpty ? nil : spellings
  }

  /// An object of members whose keys need no escape.
  @usableFromInline init(plain members: [Member]) {
    self.members = members
    spellings = nil
  }

  private mutating func spell(_ name: String) {
    guard JSONEscapes.needsEscape(name) else { return }
    spellings = spellings ?? [:]
    spellings?[name] = JSONEscapes.escaped(name)
  }

  /// The value of a key, nil if there is none; a new key is appended.
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

  /// The object with the members that satisfy a predicate.
  public func filter(_ isKept: (Member) -> Bool) -> JSONObject {
    var object = self
    object.members = members.filter(isKept)
    return object
  }

  /// The members sorted by key; most objects are written in that order.
  var sorted: [Member] {
    let isSorted = members.indices.dropFirst().allSatisfy {
      members[$0 - 1].name < members[$0].name
    }
    return isSorted ? members : members.sorted { $0.name < $1.name }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of pairs with unique keys that need no escape.
  @inlinable public init(dictionaryLiteral elements: (String, JSON)...) {
    var members: [Member] = []
    members.reserveCapacity(elements.count)
    for (name, value) in elements { members.append(Member(name, value)) }
    self.init(plain: members)
  }
}
