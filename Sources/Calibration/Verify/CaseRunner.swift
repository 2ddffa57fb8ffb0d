public import Documents
public import Text

/// Runs the command of a case.
public protocol CaseRunner: Sendable {
  /// Runs a case on a platform and returns what the command wrote.
  ///
  /// - Throws: ``VerifyError`` if the command fails, with its messages.
  func run(
    _ verifyCase: VerifyCase, at path: String, on platform: CasePlatform
  ) throws(VerifyError) -> CaseResult

  /// The platforms on which the spread of a result is measured, beside the default one.
  var platforms: [CasePlatform] { get }
}

/// The settings of a run that must not move a number, or by rounding alone.
public struct CasePlatform: Hashable, Sendable {
  /// The name, such as `OpenBLAS Haswell, 2 jobs`.
  public let name: String
  /// Environment variables, by name.
  public let environment: [String: String]
  /// The number of parallel tasks; nil for that of the run.
  public let jobs: Int?

  /// The settings of a platform.
  public init(_ name: String, environment: [String: String] = [:], jobs: Int? = nil) {
    self.name = name
    self.environment = environment
    self.jobs = jobs
  }

  /// The default settings.
  public static let native = CasePlatform("default")
}

/// What the command of a case wrote.
public struct CaseResult: Sendable {
  /// The document on standard output.
  public let document: JSON
  /// The exit status: 0, 1 or 3.
  public let exitStatus: Int

  /// A document with its exit status.
  public init(document: JSON, exitStatus: Int) {
    self.document = document
    self.exitStatus = exitStatus
  }
}

/// A case that could not be run or compared.
public struct VerifyError: Error, Hashable, Sendable {
  /// The place, the reason and the remedy, one line for each fault.
  public let message: String

  /// An error with its message.
  public init(message: String) { self.message = message }

  init(_ error: InputError) {
    message = error.all.map(\.message).joined(separator: "\n")
  }
}
