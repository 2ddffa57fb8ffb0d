extension JSON: Codable {
  /// Decodes any value from a decoder that supports the types of JSON.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([JSON].self) {
      self = .array(values)
    } else {
      let values = try container.decode([String: JSON].self)
      self = .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
  }

  /// Encodes the plain value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch content {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .digits:
      if let value = integer { try container.encode(value) } else { try container.encode(double) }
    case .string, .escaped: try container.encode(string)
    case .array(let values): try container.encode(values)
    case .object(let object):
      try container.encode(Dictionary(object.members.map { ($0.name, $0.value) }) { $1 })
    case .written:
      let value = try? JSON(reading: written())
      try container.encode(value ?? .null)
    }
  }
}
