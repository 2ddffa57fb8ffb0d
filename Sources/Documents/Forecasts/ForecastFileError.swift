/// Why a file of forecasts cannot be used: where, what was found, and what to do.
public struct ForecastFileError: Error, Hashable, Sendable {
  /// The path of the file.
  public let path: String
  /// The line, counted from 1.
  public let line: Int
  /// The name of the column in the file; nil where the whole line is meant.
  public let column: String?
  /// What was found.
  public let problem: String
  /// What to do.
  public let remedy: String

  /// One sentence for people.
  public var message: String {
    let place = "\(path), line \(line)" + (column.map { ", column \"\($0)\"" } ?? "")
    return "\(place): \(problem); \(remedy)"
  }
}
