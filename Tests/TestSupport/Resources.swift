public import Foundation

/// Any JSON, with accessors that throw where the shape is another.
public enum ReferenceValue: Decodable, Sendable {
  case number(Double), text(String), list([ReferenceValue]), object([String: ReferenceValue]), none

  /// A value of another shape was wanted.
  public struct Mismatch: Error {
    /// The shape that was wanted.
    public let wanted: String
  }

  /// Takes whatever JSON there is; booleans and nulls are none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([ReferenceValue].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: ReferenceValue].self) {
      self = .object(object)
    } else {
      self = .none
    }
  }

  /// A field of an object.
  public subscript(key: String) -> ReferenceValue {
    get throws {
      guard case .object(let fields) = self, let value = fields[key] else {
        throw Mismatch(wanted: "an object with \(key)")
      }
      return value
    }
  }

  /// The number that this is.
  public var number: Double {
    get throws {
      guard case .number(let value) = self else { throw Mismatch(wanted: "a number") }
      return value
    }
  }

  /// The text that this is.
  public var text: String {
    get throws {
      guard case .text(let value) = self else { throw Mismatch(wanted: "a text") }
      return value
    }
  }

  /// The elements of the list that this is.
  public var list: [ReferenceValue] {
    get throws {
      guard case .list(let values) = self else { throw Mismatch(wanted: "a list") }
      return values
    }
  }

  /// The elements of a list of numbers.
  public var numbers: [Double] { get throws { try list.map { try $0.number } } }
}

/// The files that tests compare with.
public enum ReferenceFile {
  /// A JSON file.
  public static func json(_ file: URL) throws -> ReferenceValue {
    try JSONDecoder().decode(ReferenceValue.self, from: Data(contentsOf: file))
  }

  /// The numeric columns of a CSV file by their names; other columns are left out.
  public static func columns(_ file: URL) throws -> [String: [Double]] {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    guard let header = rows.first else { return [:] }
    var columns: [String: [Double]] = [:]
    for (index, name) in header.enumerated() {
      let values = rows.dropFirst().compactMap { Double($0[index]) }
      if values.count == rows.count - 1 { columns[String(name)] = values }
    }
    return columns
  }

  /// The root of the package, from the path of a file two folders below it.
  public static func package(_ path: String = #filePath) -> URL {
    URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }
}

/// |a − b| ≤ relative · |b| + absolute.
public func isClose(
  _ a: Double, _ b: Double, relative: Double = 0, absolute: Double = 0
) -> Bool {
  a == b || abs(a - b) <= relative * abs(b) + absolute
}
