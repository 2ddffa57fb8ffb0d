/// A shape that tables of brackets come in, by its name.
public struct TierFormat: Sendable {
  let adapter: any TierFormatAdapter

  init(_ adapter: any TierFormatAdapter) { self.adapter = adapter }

  /// Every shape, in the order in which messages name them and files are told apart.
  ///
  /// A venue is a file of its own and a line here.
  public static let allCases: [TierFormat] = [
    .ccxt,
    .binanceUSDM,
    .binanceCOINM,
    .hyperliquid,
    .csv,
  ]
}

extension TierFormat: RawRepresentable, CaseIterable, Hashable {
  /// The shape of a name; nil where none has it.
  public init?(rawValue name: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = known
  }

  /// The name, as flags and messages have it.
  public var rawValue: String { adapter.name }

  /// Whether two shapes have one name.
  public static func == (a: TierFormat, b: TierFormat) -> Bool { a.rawValue == b.rawValue }

  /// Feeds the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
