extension JSON {
  /// The tree of a value: its keys in the order they are encoded, numbers as they are,
  /// or as the texts `inf`, `-inf` and `nan` where JSON has none.
  ///
  /// ``rendered`` then gives the bytes of Foundation's `JSONEncoder` with sorted keys.
  ///
  /// - Throws: The errors of the value's own `encode(to:)`; a synthesized one throws none.
  public init(encoding value: some Encodable) throws {
    let slot = TreeSlot()
    try slot.encode(value, [])
    self = slot.json
  }
}

/// The slot of a value that is being encoded.
private final class TreeSlot {
  private enum Filling {
    case nothing
    case value(JSON)
    case object([(name: String, slot: TreeSlot)])
    case array([TreeSlot])
  }

  private var filling = Filling.nothing

  /// The encoded value; an empty object if nothing was encoded.
  var json: JSON {
    switch filling {
    case .nothing: .object([:])
    case .value(let value): value
    case .object(let members): .object(JSONObject(members.map { ($0.name, $0.slot.json) }))
    case .array(let slots): .array(slots.map(\.json))
    }
  }

  func set(_ value: JSON) { filling = .value(value) }

  func beginObject() { if case .object = filling {} else { filling = .object([]) } }

  func beginArray() { if case .array = filling {} else { filling = .array([]) } }

  var count: Int { if case .array(let slots) = filling { slots.count } else { 0 } }

  func slot(_ name: String) -> TreeSlot {
    guard case .object(var members) = filling else { preconditionFailure("no object was begun") }
    if let known = members.first(where: { $0.name == name }) { return known.slot }
    filling = .nothing
    let slot = TreeSlot()
    members.append((name, slot))
    filling = .object(members)
    return slot
  }

  func nextSlot() -> TreeSlot {
    guard case .array(var slots) = filling else { preconditionFailure("no list was begun") }
    filling = .nothing
    let slot = TreeSlot()
    slots.append(slot)
    filling = .array(slots)
    return slot
  }

  func encode(_ value: some Encodable, _ path: [any CodingKey]) throws {
    switch value {
    case let value as JSON: set(value)
    case let value as Bool: set(.bool(value))
    case let value as String: set(.string(value))
    case let value as Double: set(Self.number(value))
    case let value as Float: set(Self.number(Double(value.description) ?? .nan))
    case let value as any FixedWidthInteger:
      set(Int(exactly: value).map { .integer($0) } ?? .digits("\(value)"))
    default: try value.encode(to: TreeEncoder(slot: self, codingPath: path))
    }
  }

  private static func number(_ value: Double) -> JSON {
    value.isFinite ? .double(value) : .string(value.description)
  }
}

private struct TreeEncoder: Encoder, SingleValueEncodingContainer {
  let slot: TreeSlot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.beginObject()
    return KeyedEncodingContainer(TreeObject(slot: slot, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.beginArray()
    return TreeList(slot: slot, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
  func encodeNil() { slot.set(.null) }
  func encode(_ value: some Encodable) throws { try slot.encode(value, codingPath) }
}

private struct TreeObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let slot: TreeSlot
  let codingPath: [any CodingKey]

  private func encoder(_ key: any CodingKey) -> TreeEncoder {
    TreeEncoder(slot: slot.slot(key.stringValue), codingPath: codingPath + [key])
  }

  func encodeNil(forKey key: Key) { encoder(key).encodeNil() }
  func encode(_ value: some Encodable, forKey key: Key) throws { try encoder(key).encode(value) }

  func nestedContainer<Other: CodingKey>(
    keyedBy type: Other.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Other> {
    encoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder(TreeKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

private struct TreeList: UnkeyedEncodingContainer {
  let slot: TreeSlot
  let codingPath: [any CodingKey]
  var count: Int { slot.count }

  private func encoder() -> TreeEncoder {
    let key = TreeKey(intValue: count)
    return TreeEncoder(slot: slot.nextSlot(), codingPath: codingPath + [key])
  }

  func encodeNil() { encoder().encodeNil() }
  func encode(_ value: some Encodable) throws { try encoder().encode(value) }

  func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    encoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }
}
