public import MarketData
public import Text

/// The origin of numbers, sufficient to reproduce them.
public struct Provenance: Hashable, Sendable, Codable {
  /// The version of the program.
  public let version: String
  /// The SHA-256 of the resolved configuration in canonical JSON.
  public package(set) var configurationHash: String
  /// The random seed.
  public let seed: UInt64
  /// The input files, sorted by path.
  public let inputs: [Input]
  /// The sorted universe of a joint model; empty for others.
  public private(set) var universe: [InstrumentID]
  /// The machine of the computation; last bits may differ elsewhere.
  public let platform: Platform

  /// An input file.
  public struct Input: Hashable, Sendable, Codable {
    /// The path as given.
    public let path: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String
    /// The number of data rows, without the header.
    public let rows: Int
    /// The number of rejected rows.
    public let rejected: Int

    /// An input file.
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

extension Provenance {
  /// The provenance of a run on some of the instruments alone.
  package func keeping(_ instruments: Set<InstrumentID>) -> Provenance {
    var kept = self
    kept.universe = universe.filter(instruments.contains)
    return kept
  }
}

// MARK: - JSON

extension Provenance {
  private enum CodingKeys: CodingKey {
    case version, configurationHash, seed, inputs, universe, platform
  }

  /// Decodes provenance; older versions have no universe and no platform.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      version: try fields.decode(String.self, forKey: .version),
      configurationHash: try fields.decode(String.self, forKey: .configurationHash),
      seed: try fields.decode(UInt64.self, forKey: .seed),
      inputs: try fields.decode([Input].self, forKey: .inputs),
      universe: try fields.decodeIfPresent([InstrumentID].self, forKey: .universe) ?? [],
      platform: try fields.decodeIfPresent(Platform.self, forKey: .platform) ?? .unknown)
  }

  /// Encodes ``json``.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

  /// The JSON of the provenance, as in all outputs.
  public var json: JSON {
    .object([
      "configurationHash": .string(configurationHash), "inputs": .list(inputs, \.json),
      "platform": .object([
        "blas": .string(platform.blas), "libc": .string(platform.libc),
        "processor": .string(platform.processor),
      ]),
      "seed": .unsigned(seed), "universe": .list(universe) { .string($0.rawValue) },
      "version": .string(version),
    ])
  }
}

extension Provenance.Input {
  /// The JSON of the file, as in all outputs.
  public var json: JSON {
    .object([
      "path": .string(path), "rejected": .integer(rejected), "rows": .integer(rows),
      "sha256": .string(sha256),
    ])
  }
}
