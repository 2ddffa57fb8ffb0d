public import Foundation

/// A file or folder beside the package whose licence does not let it be shipped.
///
/// ```swift
/// static let file = SharedFile("vectors/open/data/edhec.csv")
/// @Test(.enabled(if: file.isWanted)) func theTableAgrees() throws {
///   let columns = try ReferenceFile.columns(try file.located())
/// ```
///
/// Where it is missing such a test is skipped; where the environment variable `CI` is set it fails, for
/// a machine that guards the tree has the file or says that it does not.
public struct SharedFile: Sendable {
  /// The path below the folder `shared` that lies beside the package.
  public let name: String

  /// A file that may be missing.
  public init(_ name: String) { self.name = name }

  /// The file is wanted and missing.
  public struct Missing: Error {
    /// The path at which it was looked for.
    public let path: String
  }

  private var url: URL {
    ReferenceFile.package().deletingLastPathComponent().appending(path: "shared/" + name)
  }

  private var isPresent: Bool {
    FileManager.default.isReadableFile(atPath: url.path(percentEncoded: false))
  }

  /// Whether the tests that need it run.
  public var isWanted: Bool { isWanted(in: ProcessInfo.processInfo.environment) }

  /// Whether the tests that need it run in an environment: where it is present, and always under `CI`.
  public func isWanted(in environment: [String: String]) -> Bool {
    isPresent || environment["CI"].map { !$0.isEmpty && $0 != "false" } ?? false
  }

  /// Where it lies; throws where it does not.
  public func located() throws -> URL {
    guard isPresent else { throw Missing(path: url.path(percentEncoded: false)) }
    return url
  }
}
