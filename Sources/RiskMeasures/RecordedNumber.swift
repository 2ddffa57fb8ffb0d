/// A number of a record; one that is not finite, which JSON cannot hold, is coded as text: `inf`, `-inf`, `nan`.
package struct RecordedNumber: Hashable, Sendable {
  /// The number.
  package let value: Double

  /// A number to record.
  package init(_ value: Double) { self.value = value }
}

extension RecordedNumber: Codable {
  /// Decodes a number, or the text of one.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self.init(value)
    } else if let value = Double(try container.decode(String.self)) {
      self.init(value)
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
    }
  }

  /// Encodes the number, or its text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.description)
    }
  }
}
