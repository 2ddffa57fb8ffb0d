public import Foundation
internal import Text

/// The files that tests compare with.
public enum ReferenceFile {
  /// A JSON file.
  public static func json(_ file: URL) throws -> ReferenceValue {
    ReferenceValue(try JSON(reading: Data(contentsOf: file)))
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
