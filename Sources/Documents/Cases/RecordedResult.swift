internal import Text

/// The approved result of a regression case.
public struct RecordedResult: Hashable, Sendable {
  /// The name of the schema; a change of meaning increments its number.
  public static let schema = "margin.recorded/2"

  /// The version of the program.
  public let version: String
  /// The command, as in the case.
  public let command: String
  /// Why the result was recorded; nil in a record of the former schema.
  public let reason: String?
  /// The SHA-256 of the resolved configuration; nil for a command without one.
  public let configurationHash: String?
  /// The input files, sorted by path.
  public let inputs: [Input]
  /// The exit status of the command: 0, 1 for a failed check, or 3 for a partial result.
  public let exitStatus: Int
  /// What moved between platforms when the result was recorded.
  public let spread: PlatformSpread
  /// The result.
  public let result: ResultRows
  /// Whether the record holds the margins alone, as the former schema did.
  public let holdsMarginsAlone: Bool

  /// An input file, which distinguishes changed numbers from changed data.
  public struct Input: Hashable, Sendable {
    /// The path as given.
    public let path: String
    /// The SHA-256 of the file, 64 hexadecimal digits.
    public let sha256: String

    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  package init(
    version: String, command: String, reason: String?, configurationHash: String?,
    inputs: [Input], exitStatus: Int, spread: PlatformSpread, result: ResultRows,
    holdsMarginsAlone: Bool = false
  ) {
    self.version = version
    self.command = command
    self.reason = reason
    self.configurationHash = configurationHash
    self.inputs = inputs
    self.exitStatus = exitStatus
    self.spread = spread
    self.result = result
    self.holdsMarginsAlone = holdsMarginsAlone
  }
}

/// The largest differences of each field between runs of one case on several platforms.
public struct PlatformSpread: Hashable, Sendable {
  /// The platforms that were compared with the first, such as `OpenBLAS Haswell, 2 jobs`.
  public let platforms: [String]
  /// The fields that moved.
  public let fields: [Field]

  /// The spread of one field.
  public struct Field: Hashable, Sendable {
    /// The name of the field: `instruments.long.interval`.
    public let name: String
    /// The largest absolute difference; nil if a text changed or a number was missing.
    public let absolute: Double?
    /// The largest relative difference; nil as above, or for a number that was zero.
    public let relative: Double?

    package init(name: String, absolute: Double?, relative: Double?) {
      self.name = name
      self.absolute = absolute
      self.relative = relative
    }
  }

  package init(platforms: [String], fields: [Field]) {
    self.platforms = platforms
    self.fields = fields
  }

  /// The spread of a result that was not measured.
  package static let unmeasured = PlatformSpread(platforms: [], fields: [])
}

// MARK: - Writing

extension RecordedResult {
  /// The JSON with one row of the result a line, for readable diffs.
  public var json: String {
    let spread = spread.fields.map {
      (
        $0.name,
        JSON.object(["absolute": .number($0.absolute), "relative": .number($0.relative)])
      )
    }
    let lines = [
      ("schema", JSON.string(Self.schema)), ("version", .string(version)),
      ("command", .string(command)), ("reason", .text(reason)),
      ("configurationHash", .text(configurationHash)), ("exitStatus", .integer(exitStatus)),
    ].map { "\(JSON.string($0).rendered): \($1.rendered)" }
    let inputs = inputs.map {
      JSON.object(["path": .string($0.path), "sha256": .string($0.sha256)]).rendered
    }
    let rows = result.rows.map {
      "\(JSON.string($0.location).rendered): \($0.values.rendered)"
    }
    return "{\n" + lines.joined(separator: ",\n") + ",\n"
      + "\"inputs\": " + Self.block(inputs, "[", "]") + ",\n"
      + "\"platforms\": "
      + Self.block(self.spread.platforms.map { JSON.string($0).rendered }, "[", "]")
      + ",\n\"spread\": "
      + Self.block(spread.map { "\(JSON.string($0).rendered): \($1.rendered)" }, "{", "}")
      + ",\n\"result\": " + Self.block(rows, "{", "}") + "\n}\n"
  }

  private static func block(_ lines: [String], _ open: String, _ close: String) -> String {
    guard !lines.isEmpty else { return open + close }
    return open + "\n" + lines.joined(separator: ",\n") + "\n" + close
  }
}
