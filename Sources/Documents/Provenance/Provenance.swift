public import MarketData

/// Where numbers come from: enough to compute them again.
public struct Provenance: Sendable {
  /// The version of the program.
  public let version: String
  /// The SHA-256 of the resolved configuration in canonical JSON.
  public let configurationHash: String
  /// The seed of every addressed random number.
  public let seed: UInt64
  /// The files that were read, sorted by path.
  public let inputs: [Input]
  /// The sorted universe of a joint model, empty for others.
  public let universe: [InstrumentID]
  /// Where the numbers were computed; the last bits may differ elsewhere.
  public let platform: Platform

  /// One file that was read.
  public struct Input: Hashable, Sendable {
    /// The path as it was given.
    public let path: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String
    /// Rows of data, without the header.
    public let rows: Int
    /// Rows that could not be used.
    public let rejected: Int

    /// A file that was read.
    package init(path: String, sha256: String, rows: Int, rejected: Int) {
      self.path = path
      self.sha256 = sha256
      self.rows = rows
      self.rejected = rejected
    }
  }

  /// The provenance of one run.
  public init(
    version: String, configurationHash: String, seed: UInt64, inputs: [Input],
    universe: [InstrumentID], platform: Platform
  ) {
    self.version = version
    self.configurationHash = configurationHash
    self.seed = seed
    self.inputs = inputs
    self.universe = universe
    self.platform = platform
  }
}
