public import Margin
public import Text

/// Tables of brackets as a file held them.
public struct TierDocument: Sendable {
  /// The shape they came in.
  public let format: TierFormat
  /// One table a symbol, in the order of the file.
  public let tables: [TierTable]
  /// The document itself, for writing it as it was; nil for CSV and for what was mended.
  private let document: JSONDocument?

  /// Tables without a document of their own.
  public init(tables: [TierTable], format: TierFormat = .csv) {
    self.init(tables, format, nil)
  }

  private init(_ tables: [TierTable], _ format: TierFormat, _ document: JSONDocument?) {
    self.tables = tables
    self.format = format
    self.document = document
  }

  /// Reads a file of brackets.
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
          ? "holds no table; name another file" : "holds no row; write one a tier")
    }
    let isAsWritten = isJSON && options.repair == .refused
    self.init(tables, format, isAsWritten ? try file.document() : nil)
  }

  /// The tables of some symbols; the rest of the document is left out.
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

  /// The document in a shape, byte for byte as it was read where the shape is its own; and what the
  /// shape does not hold.
  ///
  /// - Throws: `InputError` where the numbers would mean something else in the shape.
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
        "\(table.symbol): \(target.rawValue) does not hold \($0)"
      }
    }
    return (target.adapter.text(of: tables), losses)
  }

  /// The tables as CSV, which holds all of them.
  public var csv: String { TierFormat.csv.adapter.text(of: tables) }
}
