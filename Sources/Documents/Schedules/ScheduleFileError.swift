/// Why a file of margins cannot be compared: where, what was found, and what to do.
public struct ScheduleFileError: Error, Hashable, Sendable {
  /// The path of the file.
  public let path: String
  /// Where in the file: `line 3, column 7`, `line 3, column "level"` or `instruments[2].long`; nil for all of it.
  public let place: String?
  /// What was found.
  public let problem: String
  /// What to do.
  public let remedy: String

  init(_ path: String, _ place: String? = nil, _ problem: String, remedy: String) {
    self.path = path
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// One sentence for people.
  public var message: String {
    "\(path)\(place.map { ", \($0)" } ?? ""): \(problem); \(remedy)"
  }
}
