public import Margin
public import Text

/// The tier tables of a file.
public struct TierDocument: Sendable {
  /// The format of the file.
  public let format: TierFormat
  /// One table per symbol, in file order.
  public let tables: [TierTable]
  /// The original document, for writing it unchanged; nil for CSV and for repaired tables.
  private let document: JSONDocument?

  /// Tables without an original document.
  public init(tables: [TierTable], format: TierFormat = .csv) {
    self.init(tables, format, nil)
  }

  private init(_ tables: [TierTable], _ format: TierFormat, _ document: JSONDocument?) {
    self.tables = tables
    self.format = format
    self.document = document
  }

  /// Reads a file of tiers.
  ///
  /// - Throws: `InputError`, with file, line, tier and remedy.
  public init(
    contentsOf path: String, _ options: TierReadOptions = TierReadOptions()
  ) throws(InputError) {
    let file = try TierFile(path: path, options)
    let format = try file.format()
    let tables = try format.adapter.tables(of: file)
    let isJSON = format.adapter is any JSONTierFormat
    guard !tables.isEmpty else {
      throw InputError(
        InputLocation(path), code: "no-tiers",
        sentence: isJSON
          ? "has no tables; name another file" : "has no rows; write one row per tier")
    }
    let isAsWritten = isJSON && options.repair == .refused
    self.init(tables, format, isAsWritten ? try file.document() : nil)
  }

  /// The document with the tables of the given symbols only.
  public func only(_ symbols: Set<String>) -> TierDocument {
    guard !tables.allSatisfy({ symbols.contains($0.symbol) }) else { return self }
    var kept = document
    if let value = kept.flatMap({ format.adapter.only(symbols, in: $0.value) }) {
      kept?.value = value
    } else {
      kept = nil
    }
    return TierDocument(tables.filter { symbols.contains($0.symbol) }, format, kept)
  }

  /// The document in a format, byte for byte as read if the format is unchanged, with the
  /// information that the format cannot represent.
  ///
  /// - Throws: `InputError` if the numbers would change their meaning in the format.
  public func written(
    as target: TierFormat
  ) throws(InputError) -> (text: String, losses: [String]) {
    if target == format, let document { return (document.written, []) }
    var losses: [String] = []
    for table in tables {
      if let clash = target.adapter.refusal(of: table) {
        throw InputError(
          InputLocation(table.symbol), code: clash.code, sentence: clash.sentence)
      }
      losses += target.adapter.losses(of: table).map {
        "\(table.symbol): \(target.rawValue) cannot represent \($0)"
      }
    }
    return (target.adapter.text(of: tables), losses)
  }

  /// The tables as CSV, which represents all of them.
  public var csv: String { TierFormat.csv.adapter.text(of: tables) }
}
