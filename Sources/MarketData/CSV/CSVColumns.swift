internal import Text

/// The columns of a file that its user names, row by row: texts, numbers and moments.
///
/// Unlike price files, whose columns are told from their names, here the caller says what each name
/// means. Columns without a meaning are passed over.
package struct CSVColumns<Column: Hashable & Sendable>: Sendable {
  /// What the fields of a column are read as.
  package enum Contents: Sendable {
    case text, number, moment
    /// A number, or an infinity written `inf` or `infinity`.
    case extendedNumber
  }

  /// The path of the file.
  package let path: String
  /// The line of each row, counted from 1.
  package let lines: ClosedRange<Int>
  /// The names in the file of the columns that have a meaning.
  package let names: [Column: String]
  private var texts: [Column: NamedPlaces] = [:]
  private var numbers: [Column: [Double]] = [:]
  private var moments: [Column: [Timestamp]] = [:]

  /// The number of rows.
  package var rowCount: Int { lines.count }

  /// The texts of a column in the order of their first rows, and the place of each row's among them.
  package struct NamedPlaces: Sendable {
    package fileprivate(set) var names: [String] = []
    package fileprivate(set) var places: [Int] = []
    fileprivate var placeOfName: [String: Int] = [:]

    /// The text of a row.
    package subscript(row: Int) -> String { names[places[row]] }

    fileprivate mutating func append(_ name: String) {
      if let last = places.last, names[last] == name {
        places.append(last)
        return
      }
      let place = placeOfName[name] ?? names.count
      if place == names.count {
        names.append(name)
        placeOfName[name] = place
      }
      places.append(place)
    }
  }

  /// The texts of a column; nil where the file has no such column.
  package func texts(_ column: Column) -> NamedPlaces? { texts[column] }

  /// The numbers of a column, NaN where a field is blank; nil where the file has no such column.
  package func numbers(_ column: Column) -> [Double]? { numbers[column] }

  /// The moments of a column; nil where the file has no such column.
  package func moments(_ column: Column) -> [Timestamp]? { moments[column] }

  /// Reads a file whose first line names its columns.
  ///
  /// `meaning` tells what a name stands for, nil for a column to pass over, and `contents` what the fields
  /// of a column are.
  ///
  /// - Throws: `MarketDataError` where the file cannot be read, and for the first field that is not
  ///   what its column wants, by line and column.
  package init(
    path: String, inspect: ((String, Span<UInt8>) -> Void)? = nil,
    meaning: (String) -> Column?, contents: (Column) -> Contents
  ) throws(MarketDataError) {
    let file: MappedFile
    do throws(FileFault) { file = try MappedFile(path: path) } catch { throw .file(path, error) }
    if let inspect { file.withSpan { inspect(path, $0) } }
    let reading = try unsafe file.withBytes { (bytes) throws(MarketDataError) in
      try unsafe DecimalScanner.lend { (scanner) throws(MarketDataError) in
        var reading = try unsafe Reading(bytes, file, meaning, contents)
        try unsafe reading.readRows(scanner)
        return unsafe reading.columns
      }
    }
    self = reading
  }

  fileprivate init(path: String, lines: ClosedRange<Int>, names: [Column: String]) {
    self.path = path
    self.lines = lines
    self.names = names
  }
}

extension CSVColumns {
  /// A file while it is read.
  @unsafe private struct Reading {
    private let file: MappedFile
    private let fields: [(column: Column, contents: Contents)?]
    private let headers: [String]
    private let names: [Column: String]
    private let firstLine: Int
    private var next: UnsafePointer<UInt8>
    private let limit: UnsafePointer<UInt8>
    /// What was read, field by field; empty for contents of another kind.
    private var texts: [NamedPlaces]
    private var numbers: [[Double]]
    private var moments: [[Timestamp]]
    private var rows = 0

    /// Reads the header.
    init(
      _ bytes: UnsafePointer<UInt8>, _ file: MappedFile, _ meaning: (String) -> Column?,
      _ contents: (Column) -> Contents
    ) throws(MarketDataError) {
      unsafe self.file = file
      if let offset = unsafe CSVCursor.firstNull(bytes, min(file.count, 1 << 12)) {
        throw .file(
          file.path, .notText(line: unsafe CSVCursor.lineNumber(of: offset, bytes)))
      }
      var end = file.count
      while unsafe end > 0 && bytes[end - 1] <= 0x20 { end -= 1 }
      unsafe limit = unsafe bytes + end
      unsafe next = unsafe bytes + CSVCursor.markLength(bytes, file.count)
      var line = 1
      while unsafe next < limit && next[0] <= 0x20 {
        if unsafe next[0] == UInt8(ascii: "\n") { line += 1 }
        unsafe next += 1
      }
      guard unsafe next < limit else { throw .file(file.path, .empty) }
      let header = unsafe CSVLine(from: next, before: limit)
      do throws(CSVRefusal) {
        unsafe headers = try unsafe header.texts(line)
      } catch {
        throw MarketDataError(error, file.path)
      }
      unsafe next = unsafe header.end + 1
      unsafe firstLine = line + 1
      var named: [Column: String] = [:]
      var meanings: [(column: Column, contents: Contents)?] = []
      for name in unsafe headers {
        let column = meaning(name)
        meanings.append(column.map { ($0, contents($0)) })
        guard let column else { continue }
        guard named.updateValue(name, forKey: column) == nil else {
          throw .row(
            RejectedRow(
              file: file.path, line: line, column: name, reason: .csv(.duplicateColumn(name: name)))
          )
        }
      }
      unsafe fields = meanings
      unsafe names = named
      unsafe texts = meanings.map { _ in NamedPlaces() }
      unsafe numbers = meanings.map { _ in [] }
      unsafe moments = meanings.map { _ in [] }
    }

    /// Reads all rows after the header.
    mutating func readRows(_ scanner: DecimalScanner) throws(MarketDataError) {
      var row: [CSVField] = unsafe []
      while unsafe next < limit {
        let line = unsafe CSVLine(from: next, before: limit)
        unsafe next = unsafe line.end + 1
        unsafe row.removeAll(keepingCapacity: true)
        guard unsafe line.appendFields(to: &row) else { throw unsafe refusal(.csv(.unclosedQuote)) }
        guard unsafe row.count == headers.count else {
          throw unsafe refusal(.csv(.fieldCount(found: row.count, expected: headers.count)))
        }
        for index in 0 ..< (unsafe fields.count) {
          guard let field = unsafe fields[index] else { continue }
          try unsafe append(row[index], at: index, field.contents, scanner)
        }
        unsafe rows += 1
      }
      guard unsafe rows > 0 else { throw unsafe refusal(.csv(.headerAlone)) }
    }

    private mutating func append(
      _ field: CSVField, at index: Int, _ contents: Contents, _ scanner: DecimalScanner
    ) throws(MarketDataError) {
      switch contents {
      case .text:
        guard let text = unsafe field.text else {
          throw unsafe .file(file.path, .notText(line: firstLine + rows))
        }
        unsafe texts[index].append(text)
      case .moment:
        guard let stamp = unsafe field.stamp else {
          throw unsafe refusal(.unreadableDate(found: field.displayText.shortened), index)
        }
        unsafe moments[index].append(Timestamp(milliseconds: stamp.utc))
      case .number, .extendedNumber:
        let isExtended = contents == .extendedNumber
        unsafe numbers[index].append(try unsafe number(field, index, isExtended, scanner))
      }
    }

    private func number(
      _ field: CSVField, _ index: Int, _ isExtended: Bool, _ scanner: DecimalScanner
    ) throws(MarketDataError) -> Double {
      var position = unsafe field.start
      let value = unsafe scanner.scan(&position, before: limit)
      if unsafe !value.isNaN && position == field.start + field.count { return value }
      let text = unsafe field.displayText
      if isExtended, ["inf", "infinity"].contains(text.lowercased()) { return .infinity }
      switch CSVCell(text) {
      case .number(let number): return number
      case .missing: return .nan
      case .unfit(let reason): throw unsafe refusal(.csv(reason), index)
      }
    }

    private func refusal(_ reason: RejectedRow.Reason, _ index: Int? = nil) -> MarketDataError {
      unsafe .row(
        RejectedRow(
          file: file.path, line: firstLine + rows, column: index.map { unsafe headers[$0] },
          reason: reason))
    }

    /// What was read.
    var columns: CSVColumns {
      var columns = unsafe CSVColumns(
        path: file.path, lines: firstLine ... (firstLine + rows - 1), names: names)
      for index in 0 ..< (unsafe fields.count) {
        guard let field = unsafe fields[index] else { continue }
        switch field.contents {
        case .text: columns.texts[field.column] = unsafe texts[index]
        case .number, .extendedNumber: columns.numbers[field.column] = unsafe numbers[index]
        case .moment: columns.moments[field.column] = unsafe moments[index]
        }
      }
      return columns
    }
  }
}

/// A column's name with letter case, blanks and punctuation left out: `value-at-risk` is `valueatrisk`.
package func plainColumnName(_ name: String) -> String { Text.plainColumnName(name) }
