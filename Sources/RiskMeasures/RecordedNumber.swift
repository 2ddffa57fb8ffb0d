/// A number of a record; values that are not finite, which JSON lacks, are coded as `inf`, `-inf`
/// or `nan`.
package struct RecordedNumber: Hashable, Sendable {
  /// The number.
  package let value: Double

  /// A number to record.
  package init(_ value: Double) { self.value = value }
}

extension RecordedNumber: Codable {
  /// Decodes a number, or its text form.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self.init(value)
    } else if let value = Double(try container.decode(String.self)) {
      self.init(value)
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number")
    }
  }

  /// Encodes the number, or its text form.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.description)
    }
  }
}
