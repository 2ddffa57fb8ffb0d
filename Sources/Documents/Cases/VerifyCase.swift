internal import MarketData
public import Policies
public import Text

/// A regression case: what to calibrate, under which policy, and the tolerances of the results.
///
/// ```toml
/// inputs = ["../data/sp500.csv"]
/// policy = "emir-etd"
/// as-of = 2020-03-16
/// [tolerances]
/// rate = 0
/// risk = 1e-9
/// ```
///
/// The tables `model`, `margin`, `run` and `[[step]]`, as in a policy file, override the policy.
public struct VerifyCase: Hashable, Sendable {
  /// The file of the case, or nil for text.
  public let file: String?
  /// The description of the case, or nil.
  public let about: String?
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
  /// The tolerances.
  public let tolerances: Tolerances
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

  /// The tolerances within which a case passes.
  public struct Tolerances: Hashable, Sendable {
    /// The absolute tolerance of a published rate, as a fraction of notional.
    public let rate: Double
    /// The relative tolerance of a risk measure.
    public let risk: Double
  }

  /// Reads a case from a file.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(TOMLDocument(policyFile: path))
  }

  /// Parses TOML text; `file` is its name in messages.
  public init(toml text: String, file: String? = nil) throws(InputError) {
    try self.init(TOMLDocument(text, file: file))
  }

  private init(_ stated: TOMLDocument) throws(InputError) {
    let document = try stated.read(as: .verifyCase)
    let value = CaseKeys.file.completed(document.root)
    var faults = document.faults(by: CaseKeys.file, isPart: false)
    let paths = Set(faults.map(\.path))
    faults += Self.faults(in: value).filter { !paths.contains($0.path) }
    try document.refuse(faults)
    file = document.file
    about = value["about"]?.string
    inputs = value.texts(at: "inputs") ?? []
    instruments = value.texts(at: "instruments")
    returns = value["returns"]?.string.flatMap(InputReturns.init) ?? .prices
    policy = PolicySource(argument: value["policy"]?.string ?? Preset.plain.name)
    tolerances = Tolerances(
      rate: value["tolerances"]?["rate"]?.double ?? 0,
      risk: value["tolerances"]?["risk"]?.double ?? 0)
    asOf = value["as-of"]?.string
    overlay = document.replacing(root: Self.overlay(of: document.root))
  }

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

  private static func path(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty || folder == "." ? path : "\(folder)/\(path)"
  }

  private static func overlay(of value: JSON) -> JSON {
    guard let table = value.object else { return value }
    let kept = JSON.object(table.filter { PolicyKeys.overlayNames.contains($0.name) })
    return table["seed"].map { kept.merging(.nested(["run", "seed"], $0)) } ?? kept
  }

  private static func faults(in value: JSON) -> [KeyFault] {
    var faults: [KeyFault] = []
    if let text = value["as-of"]?.string {
      let time = text.dropFirst(10)
      if CalendarDate(String(text.prefix(10))) == nil || !(time.isEmpty || time.first == "T") {
        faults.append(
          KeyFault(
            path: DocumentPath(["as-of"]), problem: "\"\(text)\" is not a date",
            remedy: "expected an ISO 8601 date, such as 2020-03-16"))
      }
    }
    if value.texts(at: "inputs")?.isEmpty != false {
      faults.append(
        KeyFault(
          path: DocumentPath(["inputs"]), problem: "is empty",
          remedy: "write inputs = [\"prices.csv\"]"))
    }
    return faults
  }
}

extension JSON {
  fileprivate func texts(at key: String) -> [String]? { self[key]?.elements?.compactMap(\.string) }
}
