internal import MarketData
public import Policies
public import Text

/// A regression case: a command, its inputs and policy, and the tolerances of its result.
///
/// ```toml
/// command = "backtest"
/// inputs = ["../data/sp500.csv"]
/// policy = "emir-etd"
/// [options]
/// from = 2018-01-01
/// tests = "kupiec"
/// [[tolerance]]
/// fields = ["pValue"]
/// class = "platform"
/// relative = 1e-6
/// reason = "an incomplete beta function of the C++ library"
/// ```
///
/// The tables `model`, `margin`, `run` and `[[step]]`, as in a policy file, override the policy.
public struct VerifyCase: Hashable, Sendable {
  /// The file of the case, or nil for text.
  public let file: String?
  /// The description of the case, or nil.
  public let about: String?
  /// The command whose result is recorded.
  public let command: CaseCommand
  /// The input files and folders, as written.
  public let inputs: [String]
  /// The instruments to keep; nil for all.
  public let instruments: [String]?
  /// The kind of the inputs, prices or returns.
  public let returns: InputReturns
  /// The policy that the case's own tables override, as written.
  public let policy: PolicySource
  /// The calibration date, ISO 8601; nil for the last date of each instrument.
  public let asOf: String?
  /// The options of the command, in the order of the file.
  public let options: [CaseOption]
  /// The tolerances.
  public let tolerances: CaseTolerances
  /// Whether the case states its policy.
  let statesPolicy: Bool
  let document: TOMLDocument
  private let overlay: TOMLDocument

  /// The kind of values in an input file.
  public enum InputReturns: String, Hashable, Sendable, Codable, CaseIterable {
    /// Prices.
    case prices
    /// Returns as decimal fractions.
    case decimal
    /// Returns in per cent.
    case percent
  }

  /// Reads a case from a file.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(
      TOMLDocument(
        contentsOf: path,
        remedies: [
          FileFault.missing.code: "check the path, or create one with margin init --case",
          FileFault.isFolder.code: "name a TOML file in it",
        ]))
  }

  /// Parses TOML text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(InputError) {
    try self.init(TOMLDocument(text, file: file))
  }

  private init(_ stated: TOMLDocument) throws(InputError) {
    let document = try stated.read(as: .verifyCase)
    try document.refuse(Self.allFaults(in: document))
    let value = CaseKeys.file.completed(document.root)
    self.document = document
    file = document.file
    about = value["about"]?.string
    command = value["command"]?.string.flatMap(CaseCommand.init) ?? .calibrate
    inputs = value.texts(at: "inputs") ?? []
    instruments = value.texts(at: "instruments")
    returns = value["returns"]?.string.flatMap(InputReturns.init) ?? .prices
    statesPolicy = document.root["policy"] != nil
    policy = PolicySource(argument: value["policy"]?.string ?? Preset.plain.name)
    options = (document.root["options"]?.members ?? []).compactMap(CaseOption.init)
    tolerances = CaseTolerances((value["tolerance"]?.elements ?? []).map(CaseTolerance.init))
    asOf = value["as-of"]?.string
    overlay = document.replacing(root: Self.overlay(of: document.root))
  }

  /// Whether tables of the case override the policy.
  public var overridesPolicy: Bool { !overlay.root.keys.isEmpty }

  /// The configuration of the case; policy paths are relative to `folder`.
  public func configuration(
    relativeTo folder: String
  ) throws(InputError) -> CalibrationConfiguration {
    try PolicyLayers(
      policySource(relativeTo: folder).read(), overlays: [overlay], ConfigurationFlags()
    )
    .configuration()
  }

  /// The policy that the case's own tables override, its path relative to `folder`.
  public func policySource(relativeTo folder: String) -> PolicySource {
    switch policy {
    case .preset: policy
    case .file(let path): .file(Self.path(path, in: folder))
    }
  }

  /// The paths of the inputs, relative to `folder`.
  public func inputPaths(relativeTo folder: String) -> [String] {
    inputs.map { Self.path($0, in: folder) }
  }

  /// A path of the case, relative to its folder, as seen from the current folder.
  static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  private static func overlay(of value: JSON) -> JSON {
    guard let table = value.object else { return value }
    let kept = JSON.object(table.filter { PolicyKeys.overlayNames.contains($0.name) })
    return table["seed"].map { kept.merging(.nested(["run", "seed"], $0)) } ?? kept
  }
}

extension JSON {
  func texts(at key: String) -> [String]? { self[key]?.elements?.compactMap(\.string) }
}
