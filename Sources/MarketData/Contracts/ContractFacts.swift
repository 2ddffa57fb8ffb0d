public import Text

/// The facts of one instrument's contract; nil where its file states none.
public struct ContractTerms: Hashable, Sendable, Codable {
  /// The units of the underlying per contract: money per unit of price.
  public let multiplier: Double?
  /// The currency of a contract's profit and loss.
  public let currency: String?
  /// The smallest change of the price.
  public let tick: Double?
  /// The name of the trading calendar.
  public let calendar: String?
  /// The name of the underlying.
  public let underlying: String?
  /// The name of the product group.
  public let group: String?

  /// Terms with the facts that are known.
  public init(
    multiplier: Double? = nil, currency: String? = nil, tick: Double? = nil,
    calendar: String? = nil, underlying: String? = nil, group: String? = nil
  ) {
    self.multiplier = multiplier
    self.currency = currency
    self.tick = tick
    self.calendar = calendar
    self.underlying = underlying
    self.group = group
  }
}

/// Contract facts beside prices, from a CSV file with one row per instrument.
///
/// ```
/// instrument,multiplier,currency,tick,calendar,underlying,group
/// CL,1000,USD,0.01,NYMEX,WTI,energy
/// ```
///
/// The first column of the list is required, the others are optional, and so are their fields.
public struct ContractFacts: Hashable, Sendable {
  /// The path of the file.
  public let path: String
  /// The terms by instrument.
  public let terms: [InstrumentID: ContractTerms]
  /// The instruments in file order, each with its line.
  public let rows: [Row]

  /// The row of one instrument.
  public struct Row: Hashable, Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The line in the file, counted from 1.
    public let line: Int
  }

  /// The name of the file of facts in a folder of prices, which is not read as prices.
  public static let fileName = "instruments.csv"

  /// The files of facts in those of the paths that are folders.
  public static func files(beside paths: [String]) -> [String] {
    paths.compactMap { path in
      guard case .folder? = try? FileKind(of: path) else { return nil }
      let file = path.hasSuffix("/") ? path + fileName : "\(path)/\(fileName)"
      guard case .file? = try? FileKind(of: file) else { return nil }
      return file
    }
  }

  /// Reads the bytes of a file; `path` names it in errors.
  ///
  /// - Throws: `InputError` with the line for an unknown or missing column, a field that does not
  ///   fit its column, and an instrument in two rows.
  public init(_ bytes: [UInt8], path: String) throws(InputError) {
    let file = try Self.columns(of: bytes, path)
    func text(_ column: ContractColumn, _ row: Int) -> String? {
      file.texts(column).flatMap { $0[row].isEmpty ? nil : $0[row] }
    }
    func positive(_ column: ContractColumn, _ row: Int) throws(InputError) -> Double? {
      guard let number = file.numbers(column)?[row], !number.isNaN else { return nil }
      guard number > 0 else {
        throw file.error(
          row, column, code: "not-positive", "\(number) is not above zero",
          remedy: "correct the field")
      }
      return number
    }
    var rows: [Row] = []
    var terms: [InstrumentID: ContractTerms] = [:]
    for row in 0 ..< file.rowCount {
      guard let name = text(.instrument, row) else {
        throw file.error(
          row, .instrument, code: "no-instrument", "the instrument's name is empty",
          remedy: "write its name")
      }
      let instrument = InstrumentID(rawValue: name)
      let read = ContractTerms(
        multiplier: try positive(.multiplier, row), currency: text(.currency, row),
        tick: try positive(.tick, row), calendar: text(.calendar, row),
        underlying: text(.underlying, row), group: text(.group, row))
      if terms.updateValue(read, forKey: instrument) != nil {
        let first = rows.first { $0.instrument == instrument }?.line ?? 0
        throw file.error(
          row, .instrument, code: "duplicate-instrument",
          "\(instrument) is already in line \(first)", remedy: "keep one of the two rows")
      }
      rows.append(Row(instrument: instrument, line: file.lines.lowerBound + row))
    }
    (self.path, self.terms, self.rows) = (path, terms, rows)
  }

  /// The instruments of a product group.
  public func instruments(inGroup name: String) -> Set<InstrumentID> {
    Set(terms.filter { $0.value.group == name }.keys)
  }

  private static func columns(
    of bytes: [UInt8], _ path: String
  ) throws(InputError) -> CSVColumns<ContractColumn> {
    var unknown: [String] = []
    let file = try CSVColumns<ContractColumn>(
      path: path, bytes: bytes,
      meaning: { name in
        let column = ContractColumn(rawValue: plainColumnName(name))
        if column == nil { unknown.append(name) }
        return column
      }, contents: { $0 == .multiplier || $0 == .tick ? .number : .text })
    let header = file.lines.lowerBound - 1
    let known = ContractColumn.allCases.map(\.rawValue)
    if let name = unknown.first {
      throw InputError(
        InputLocation(path, line: header, part: "column \"\(name)\""), code: "unknown-column",
        "unknown column",
        remedy: "the columns are \(known.joined(separator: ", "))"
          + NearestName.question(for: name.lowercased(), among: known), style: .words)
    }
    guard file.names[.instrument] != nil else {
      throw InputError(
        InputLocation(path, line: header), code: "missing-column", "missing column \"instrument\"",
        remedy: "name the instruments as the prices do", style: .words)
    }
    return file
  }
}

/// A column of a file of contract facts.
private enum ContractColumn: String, CaseIterable {
  case instrument, multiplier, currency, tick, calendar, underlying, group
}
