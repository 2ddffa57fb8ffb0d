/// The columns of a CSV file that the caller names, row by row: texts, numbers and integers such as
/// timestamps.
///
/// Price files recognize columns by their names; here the caller says what each name means. Columns
/// without a meaning are skipped.
package struct CSVColumns<Column: Hashable & Sendable>: Sendable {
  /// The type that the fields of a column are read as.
  package enum Contents: Sendable {
    case text, number
    /// A finite number, or an infinity written `inf` or `infinity`.
    case extendedNumber
    /// An integer in a form of its own, such as a date in milliseconds.
    case integer(CSVIntegerField)
  }

  /// The path of the file.
  package let path: String
  /// The line number of each row, counted from 1.
  package let lines: ClosedRange<Int>
  /// The names, as in the file, of the columns that have a meaning.
  package let names: [Column: String]
  private var read: [Column: Values] = [:]

  /// The fields of one column.
  enum Values: Sendable {
    case texts(CSVTexts)
    case numbers([Double])
    case integers([Int64])
  }

  /// The number of rows.
  package var rowCount: Int { lines.count }

  /// The texts of a column; nil if the file has no such column.
  package func texts(_ column: Column) -> CSVTexts? {
    if case .texts(let texts) = read[column] { texts } else { nil }
  }

  /// The numbers of a column, NaN where a field is blank; nil if the file has no such column.
  package func numbers(_ column: Column) -> [Double]? {
    if case .numbers(let numbers) = read[column] { numbers } else { nil }
  }

  /// The integers of a column; nil if the file has no such column.
  package func integers(_ column: Column) -> [Int64]? {
    if case .integers(let integers) = read[column] { integers } else { nil }
  }

  /// Reads a file whose first line names its columns.
  ///
  /// `meaning` returns what a column name stands for, nil for a column to skip; `contents` returns
  /// the type of a column's fields; `inspect` receives the bytes.
  ///
  /// - Throws: An error if the file cannot be read, or for the first field that does not fit its
  ///   column, with line and column.
  package init(
    path: String, inspect: ((String, Span<UInt8>) -> Void)? = nil,
    meaning: (String) -> Column?, contents: (Column) -> Contents
  ) throws(InputError) {
    do throws(CSVRefusal) {
      self = try Self.read(path, inspect, meaning, contents)
    } catch {
      throw error.error(path)
    }
  }

  /// Reads the bytes of a file; `path` names it in errors.
  ///
  /// - Throws: The same errors as reading from a path.
  package init(
    path: String, bytes: [UInt8], meaning: (String) -> Column?, contents: (Column) -> Contents
  ) throws(InputError) {
    let padded = bytes + repeatElement(0, count: FileBytes.padding)
    do throws(CSVRefusal) {
      self = try unsafe padded.withUnsafeBufferPointer { (buffer) throws(CSVRefusal) in
        guard let base = buffer.baseAddress else { throw .file(.empty) }
        return try unsafe Self.read(base, bytes.count, path, meaning, contents)
      }
    } catch {
      throw error.error(path)
    }
  }

  private static func read(
    _ path: String, _ inspect: ((String, Span<UInt8>) -> Void)?,
    _ meaning: (String) -> Column?, _ contents: (Column) -> Contents
  ) throws(CSVRefusal) -> CSVColumns {
    let file: FileBytes
    do throws(FileFault) { file = try FileBytes(path: path) } catch { throw .file(error) }
    if let inspect { file.withSpan { inspect(path, $0) } }
    return try unsafe file.withBytes { (bytes) throws(CSVRefusal) in
      try unsafe read(bytes, file.count, path, meaning, contents)
    }
  }

  private static func read(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ path: String,
    _ meaning: (String) -> Column?, _ contents: (Column) -> Contents
  ) throws(CSVRefusal) -> CSVColumns {
    try unsafe DecimalScanner.lend { (scanner) throws(CSVRefusal) in
      var reading = try unsafe CSVColumnsReading(bytes, count, meaning, contents)
      try unsafe reading.readRows(scanner)
      return unsafe reading.columns(path)
    }
  }

  init(path: String, lines: ClosedRange<Int>, names: [Column: String], read: [Column: Values]) {
    self.path = path
    self.lines = lines
    self.names = names
    self.read = read
  }

  /// The error of a field in a row, or of the whole row if no column is named; rows are numbered
  /// from 0.
  package func error(
    _ row: Int, _ column: Column? = nil, code: String, _ problem: String, remedy: String
  ) -> InputError {
    let part = column.flatMap { names[$0] }.map { "column \"\($0)\"" }
    return InputError(
      InputLocation(path, line: lines.lowerBound + row, part: part), code: code, problem,
      remedy: remedy, style: .words)
  }
}

/// How the fields of a column are converted to integers.
package struct CSVIntegerField: Sendable {
  let parse: @Sendable (Span<UInt8>) -> Int64?
  let fault: @Sendable (String) -> CSVFault

  /// A form read by `parse`; `fault` describes a text that `parse` rejects.
  package init(
    parse: @escaping @Sendable (Span<UInt8>) -> Int64?,
    fault: @escaping @Sendable (String) -> CSVFault
  ) {
    self.parse = parse
    self.fault = fault
  }
}

/// The distinct texts of a column in order of first appearance, and each row's index among them.
package struct CSVTexts: Sendable {
  /// The distinct texts.
  package private(set) var names: [String] = []
  /// The index of each row's text.
  package private(set) var indices: [Int] = []
  private var indexOfName: [String: Int] = [:]

  /// The text of a row.
  package subscript(row: Int) -> String { names[indices[row]] }

  mutating func append(_ name: String) {
    if let last = indices.last, names[last] == name {
      indices.append(last)
      return
    }
    let index = indexOfName[name] ?? names.count
    if index == names.count {
      names.append(name)
      indexOfName[name] = index
    }
    indices.append(index)
  }
}

/// A column's name in lower case without blanks and punctuation: `value-at-risk` becomes
/// `valueatrisk`.
package func plainColumnName(_ name: String) -> String {
  String(decoding: name.lowercased().utf8.filter { !ignoredInNames.contains($0) }, as: UTF8.self)
}

private let ignoredInNames = Array(" _-./*()\t".utf8)
