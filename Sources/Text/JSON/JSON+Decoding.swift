/// A value of a document that does not match the decoded type.
public struct JSONMismatch: Error, Hashable, Sendable {
  /// The path of the value.
  public let path: DocumentPath
  /// The position of the value, or of its nearest parent; nil in a document that was not parsed.
  public let position: TextPosition?
  /// What is wrong.
  public let kind: Kind

  /// What is wrong with the value at a path.
  public init(path: DocumentPath, position: TextPosition?, kind: Kind) {
    self.path = path
    self.position = position
    self.kind = kind
  }

  /// The kind of mismatch.
  public enum Kind: Hashable, Sendable {
    /// The value is missing.
    case missing
    /// The value is null.
    case null
    /// The value is of another type.
    case otherKind
    /// The value is of the right type but invalid, for the given reason.
    case invalid(String)
  }
}

extension JSON {
  /// Decodes the value as a type; integers may be written as `1.0`.
  public func decoded<Value: Decodable>(
    as type: Value.Type = Value.self
  ) throws(JSONMismatch) -> Value {
    do {
      return try Value(from: TreeDecoder(value: self))
    } catch let error as DecodingError {
      throw mismatch(error)
    } catch {
      throw JSONMismatch(path: DocumentPath(), position: position, kind: .invalid("\(error)"))
    }
  }

  private func mismatch(_ error: DecodingError) -> JSONMismatch {
    let (keys, kind): ([any CodingKey], JSONMismatch.Kind) =
      switch error {
      case .keyNotFound(let key, let context): (context.codingPath + [key], .missing)
      case .valueNotFound(_, let context): (context.codingPath, .null)
      case .typeMismatch(_, let context): (context.codingPath, .otherKind)
      case .dataCorrupted(let context): (context.codingPath, .invalid(context.debugDescription))
      @unknown default: ([], .invalid("\(error)"))
      }
    let path = DocumentPath(
      keys.map { key in
        key.intValue.map { .element($0 + 1) } ?? DocumentPath.Component.key(key.stringValue)
      })
    return JSONMismatch(path: path, position: position(nearest: path) ?? position, kind: kind)
  }
}

/// A key or an array index on the path to a value.
struct TreeKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}

/// A decoder over a JSON value.
private struct TreeDecoder: Decoder {
  let value: JSON
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let object = value.object else { throw mismatch([String: JSON].self) }
    return KeyedDecodingContainer(TreeObject(object: object, decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = value.elements else { throw mismatch([JSON].self) }
    return TreeList(elements: elements, decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { TreeValue(decoder: self) }

  func nested(_ value: JSON, _ key: any CodingKey) -> TreeDecoder {
    TreeDecoder(value: value, codingPath: codingPath + [key])
  }

  private func context(_ text: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: codingPath, debugDescription: text)
  }

  func mismatch<Wanted>(_ type: Wanted.Type) -> DecodingError {
    value.isNull
      ? .valueNotFound(type, context("null where \(type) is wanted"))
      : .typeMismatch(type, context("no \(type)"))
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type is JSON.Type, let value = value as? Value { return value }
    return try Value(from: self)
  }

  func found<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw mismatch(Value.self) }
    return value
  }

  /// The number, also one that JSON has none for; a numeral beyond the range of a double, such as
  /// 1e400, is not one.
  func number() throws -> Double {
    switch value.string {
    case "inf": return .infinity
    case "-inf": return -.infinity
    case "nan": return .nan
    default:
      let number = try found(value.double)
      if case .digits = value.content, !number.isFinite {
        throw DecodingError.dataCorrupted(context("the number exceeds 1.8e308"))
      }
      return number
    }
  }

  func whole<Whole: FixedWidthInteger>() throws -> Whole {
    guard let double = value.double else { throw mismatch(Whole.self) }
    guard let number = value.whole(Whole.self) else {
      throw DecodingError.dataCorrupted(
        context("Number \(double) is not representable in Swift."))
    }
    return number
  }
}

/// A kind of value each: to ask at run time which of them a type is costs a search of all conformances.
private struct TreeValue: SingleValueDecodingContainer {
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }
  func decodeNil() -> Bool { decoder.value.isNull }
  func decode(_: Bool.Type) throws -> Bool { try decoder.found(decoder.value.bool) }
  func decode(_: String.Type) throws -> String { try decoder.found(decoder.value.string) }
  func decode(_: Double.Type) throws -> Double { try decoder.number() }
  func decode(_: Float.Type) throws -> Float { Float(try decoder.number()) }
  func decode(_: Int.Type) throws -> Int { try decoder.whole() }
  func decode(_: Int8.Type) throws -> Int8 { try decoder.whole() }
  func decode(_: Int16.Type) throws -> Int16 { try decoder.whole() }
  func decode(_: Int32.Type) throws -> Int32 { try decoder.whole() }
  func decode(_: Int64.Type) throws -> Int64 { try decoder.whole() }
  func decode(_: UInt.Type) throws -> UInt { try decoder.whole() }
  func decode(_: UInt8.Type) throws -> UInt8 { try decoder.whole() }
  func decode(_: UInt16.Type) throws -> UInt16 { try decoder.whole() }
  func decode(_: UInt32.Type) throws -> UInt32 { try decoder.whole() }
  func decode(_: UInt64.Type) throws -> UInt64 { try decoder.whole() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}

private struct TreeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }
  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

  private func nested(_ key: Key) throws -> TreeDecoder {
    guard let value = object[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "no key \(key.stringValue)"))
    }
    return decoder.nested(value, key)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try nested(key).value.isNull }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try nested(key).decode(type)
  }

  func nestedContainer<Other: CodingKey>(
    keyedBy type: Other.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Other> {
    try nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }
}

private struct TreeList: UnkeyedDecodingContainer {
  let elements: [JSON]
  let decoder: TreeDecoder
  var currentIndex = 0

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  private func current() throws -> TreeDecoder {
    guard !isAtEnd else {
      throw DecodingError.keyNotFound(
        TreeKey(intValue: currentIndex),
        .init(codingPath: codingPath, debugDescription: "the list has \(elements.count) elements"))
    }
    return decoder.nested(elements[currentIndex], TreeKey(intValue: currentIndex))
  }

  mutating func decodeNil() throws -> Bool {
    guard try current().value.isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try current().decode(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let container = try current().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder { try current() }
}
