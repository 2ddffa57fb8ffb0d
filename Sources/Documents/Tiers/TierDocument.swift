public import Margin

/// Tables of brackets as a file held them.
public struct TierDocument: Sendable {
  /// The shape they came in.
  public let format: TierFormat
  /// One table a symbol, in the order of the file.
  public let tables: [TierTable]
  /// The document itself, for writing it as it was; nil for CSV.
  let json: (value: JSONText, layout: JSONText.Layout, ending: String)?

  /// Tables without a document of their own.
  public init(tables: [TierTable], format: TierFormat = .csv) {
    self.tables = tables
    self.format = format
    json = nil
  }

  init(
    tables: [TierTable], format: TierFormat,
    json: (value: JSONText, layout: JSONText.Layout, ending: String)?
  ) {
    self.tables = tables
    self.format = format
    self.json = json
  }
}
