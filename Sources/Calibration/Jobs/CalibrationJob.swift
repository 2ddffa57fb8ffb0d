internal import Documents
internal import Forecasting
internal import Instruments
public import MarketData
public import Policies
public import Text

/// The settings of a command line, before files are read and names are resolved.
public struct CalibrationJob: Sendable {
  /// The CSV files and folders.
  public var paths: [String] = []
  /// The contents of the files and the treatment of gaps.
  public var load = LoadOptions()
  /// The contract facts beside the prices; nil for none.
  public var contracts: ContractInput?
  /// The source of the policy.
  public var policy: PolicySource = .preset("plain")
  /// The command-line flags that override file and preset.
  public var flags = ConfigurationFlags()
  /// A model from a list in place of the policy's; nil for the policy's, or the one in the flags.
  public var listedModel: ListedModel?
  /// The date of the last return used; nil if all are used or the series is undated.
  public var asOf: Timestamp?
  /// The first requested date; nil for the first available.
  public var from: Timestamp?
  /// The last requested date; nil for the last available.
  public var to: Timestamp?
  /// Whether less history than the preset's rule book asks for fails.
  public var isStrictPreset = false
  /// The number of parallel tasks; it does not affect the numbers.
  public var jobs = 1
  /// The version recorded in the provenance.
  public var version: String

  /// A job without files under the preset `plain`.
  public init(version: String) { self.version = version }

  /// Resolves the settings and checks everything that can be checked before input files are read; a
  /// policy file is opened here.
  ///
  /// - Throws: `InputError` with all faults.
  public func resolved() throws(InputError) -> ResolvedJob {
    try ResolvedJob(self, policy: policy.read())
  }
}

/// A file of contract facts as an input of a run.
public struct ContractInput: Hashable, Sendable {
  /// The facts.
  public let facts: ContractFacts
  let input: Provenance.Input

  /// Reads a file.
  ///
  /// - Throws: `InputError` if the file cannot be read or is not one of contract facts.
  public init(contentsOf path: String) throws(InputError) {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try TextFile.bytes(of: path)
    } catch {
      throw error.csvError(path)
    }
    facts = try ContractFacts(bytes, path: path)
    input = Provenance.Input(
      path: path, sha256: SHA256.hexadecimal(of: bytes.span), rows: facts.rows.count, rejected: 0)
  }
}
