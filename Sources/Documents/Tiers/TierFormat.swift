/// A file format of tier tables, identified by name.
public struct TierFormat: Sendable {
  let adapter: any TierFormatAdapter

  init(_ adapter: any TierFormatAdapter) { self.adapter = adapter }

  /// All formats, in the order in which messages list them and files are detected.
  ///
  /// A venue is one file and one line here.
  public static let allCases: [TierFormat] = [
    .ccxt,
    .binanceUSDM,
    .binanceCOINM,
    .hyperliquid,
    .csv,
  ]
}

extension TierFormat: RawRepresentable, CaseIterable, Hashable {
  /// The format of a name; nil if there is none.
  public init?(rawValue name: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = known
  }

  /// The name in flags and messages.
  public var rawValue: String { adapter.name }

  /// Whether two formats have the same name.
  public static func == (a: TierFormat, b: TierFormat) -> Bool { a.rawValue == b.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
